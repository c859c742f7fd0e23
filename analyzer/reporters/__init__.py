"""Reports: one file for each form, all of the same :class:`analyzer.model.Analysis`."""
