assert x  # nosec
assert x  #nosec
assert x  # nosec:
assert x  ## nosec
assert x  # noqa # nosec
assert x  # noqa: B101 # nosec
assert x  #nosec:
assert x  #  nosec
assert x  #	nosec
assert x  # nosec 
assert x  # nosec  :
assert x  # nosec :B101
assert x  # nosec B101
assert x  # nosec: B101
assert x  # nosec:B101
assert x  # nosecB101
assert x  # nosec B101, B102
assert x  # nosec B101 B102
assert x  # nosec B102 B101
assert x  # nosec B102, B101
assert x  # nosec assert_used
assert x  # nosec: assert_used
assert x  # nosec B101 assert_used
assert x  # nosec B102 assert_used
assert x  # nosec [B101]
assert x  # nosec(B101)
assert x  # nosec=B101
assert x  # nosec -- B101
assert x  # nosec B101;reason
assert x  # nosec B101: reason
assert x  # nosec B101 - reason
assert x  # nosec B101 because it is fine
assert x  # nosec B101,B102
assert x  # nosec B102,B101
assert x  # nosec ,B102
assert x  # nosec B102,
assert x  # nosec B101,
assert x  # nosec ,B101
assert x  # nosec B101,,B102
assert x  # nosec B101 ,B102
assert x  # nosec B101, B102,B103
assert x  # nosec B101,B102 B103
assert x  # nosec B102
assert x  # nosec exec_used
assert x  # nosec B999
assert x  # nosec because I said so
assert x  # nosec b101
assert x  # nosecurity
assert x  # nosec_x
assert x  # nosecs B101
assert x  # nosec B102,B999
assert x  # nosec B999,B102
assert x  # nosec B999 B102
assert x  # nosec B999,B101
assert x  # nosec - B102 ok
assert x  # NOSEC
assert x  # Nosec
assert x  # noqa nosec
assert x  #: nosec
assert x  #! nosec
assert x  # -*- nosec
assert x  # x nosec
assert x  #nosec # B101
assert x  # nosec # B102
assert x  # nosec B102 # B101
assert x  # nosec B102 # nosec B101
assert x  # nosec # nosec B102
assert x  # nosec B102 # nosec
assert x  # nosec B001
assert x  # nosec B0101
assert x  # nosec B101B102
assert x  # nosec B101.
assert x  # nosec .
assert x  # nosec -
assert x  # nosec ...
assert x  # nosec !
assert x  # nosec #
assert x  # nosec ##
assert x  # nosec é
assert x  # nosec é B101
assert x  # nosec B１０１
assert x  # nosec B101é
assert x  # nosec blacklist
assert x  # nosec import_subprocess
assert x  # nosec B404
assert x  # nosec hashlib
assert x  # nosec hashlib_insecure_functions
assert x  # nosec B101 B102
assert x  # nosec B101
assert x  # nosec
assert x  #　nosec
assert x  # nosec	B101
assert x  # nosec: : B101
assert x  # nosec::B101
assert x  # nosec;B101
assert x  # nosec,B101
assert x  # no sec
assert x  # nosec B101 B101
assert x  # NoSec B101
assert x  # nosec: B101, assert_used, B102
assert x  # type: ignore # nosec
assert x  # nosec # type: ignore
assert x  # pragma: no cover, nosec
assert x  # nosec ASSERT_USED
assert x  # nosec Assert_Used
assert x  # nosec B101:B102
assert x  # nosec B101/B102
assert x  # nosec B101|B102
assert x  # nosec "B101"
assert x  # nosec B101's
assert x  # nosec 101
assert x  # nosec B 101
assert x  # nosec B
assert x  # nosec B1
assert x  # nosec B10
assert x  # nosec B1011
assert x  # nosec _
assert x  # nosec 1
assert x  # nosec B101 B999 words here
assert x  # nosec skip: B101
assert x  # nosec(assert_used,exec_used)
assert x  # nosec assert_used exec_used
assert x  # nosec exec_used,assert_used
assert x  # nosec assert_used,exec_used
