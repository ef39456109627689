"""An applicant's own page: what it shows, what they do there."""

from plutomi.state.my.page import MyState as MyState
