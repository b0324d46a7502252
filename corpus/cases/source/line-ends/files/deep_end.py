class A:
  def b(self):
    assert a