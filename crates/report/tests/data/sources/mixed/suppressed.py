import pickle  # nosec
import marshal  # nosec B403
assert True  # nosec: assert_used
exec("1")  # nosec B101
