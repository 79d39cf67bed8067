"""How fast the engine is, measured in one go and given as ratios.

Every figure compares two ways of doing the same work on the same machine in the same minutes:

- engine against Mesa: a batch of races with policies and recording, per race, against
  `mesa.batch_run` over the very same `Race` in one process with the same columns recorded;
- engine against bare kernels: the same batch against its compiled kernels alone, fed with the
  decisions of that batch and recording nothing;
- compiled against uncompiled: the first months of those kernels against the same functions as
  plain Python, in a process of their own.

Repetitions are interleaved, so that a slow minute of the machine hits all alike, and each figure is
the median of its repetitions. Times are processor time of the measuring thread: what other
programs take is not counted.
"""
