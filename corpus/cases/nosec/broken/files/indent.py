if x:
    assert y  # nosec B998
  assert z  # nosec B997
