"""One applicant's panel, over the board and over the list: what it shows, what a recruiter does in it."""

from plutomi.state.dossier.panel import DossierState as DossierState
