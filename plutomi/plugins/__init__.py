"""What is changed in the pages while Reflex builds them."""

from plutomi.plugins.lighter import Lighter as Lighter
from plutomi.plugins.sheets import Sheets as Sheets
from plutomi.plugins.urls import RuntimeUrls as RuntimeUrls
