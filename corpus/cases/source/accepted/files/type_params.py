class A[T: int = str, *Ts = *tuple[int], **P = [int]]: pass
type B[T] = T
