# issue: PyCQA/bandit#211, PyCQA/bandit#597
# about: suppressions live beside the comments of other tools, before them and after them
# bandit: none
# stockade: none

exec(a)  # type: ignore # nosec B102 # noqa: E501
exec(b)  # noqa: E501 ; pylint: disable=line-too-long # nosec
exec(c)  # pylint: disable=exec-used # nosec exec_used
