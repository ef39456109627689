"""One stage's form: which questions it asks, in which order and when, and how applicants see it."""

from plutomi.state.stage.page import StageState as StageState
