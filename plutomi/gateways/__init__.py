"""Outside: mail, files, texts, http; a local room first."""
