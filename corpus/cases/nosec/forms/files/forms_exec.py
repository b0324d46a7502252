exec(x)  # nosec
exec(x)  #nosec
exec(x)  # nosec:
exec(x)  ## nosec
exec(x)  # noqa # nosec
exec(x)  # noqa: B101 # nosec
exec(x)  #nosec:
exec(x)  #  nosec
exec(x)  #	nosec
exec(x)  # nosec 
exec(x)  # nosec  :
exec(x)  # nosec :B101
exec(x)  # nosec B101
exec(x)  # nosec: B101
exec(x)  # nosec:B101
exec(x)  # nosecB101
exec(x)  # nosec B101, B102
exec(x)  # nosec B101 B102
exec(x)  # nosec B102 B101
exec(x)  # nosec B102, B101
exec(x)  # nosec assert_used
exec(x)  # nosec: assert_used
exec(x)  # nosec B101 assert_used
exec(x)  # nosec B102 assert_used
exec(x)  # nosec [B101]
exec(x)  # nosec(B101)
exec(x)  # nosec=B101
exec(x)  # nosec -- B101
exec(x)  # nosec B101;reason
exec(x)  # nosec B101: reason
exec(x)  # nosec B101 - reason
exec(x)  # nosec B101 because it is fine
exec(x)  # nosec B101,B102
exec(x)  # nosec B102,B101
exec(x)  # nosec ,B102
exec(x)  # nosec B102,
exec(x)  # nosec B101,
exec(x)  # nosec ,B101
exec(x)  # nosec B101,,B102
exec(x)  # nosec B101 ,B102
exec(x)  # nosec B101, B102,B103
exec(x)  # nosec B101,B102 B103
exec(x)  # nosec B102
exec(x)  # nosec exec_used
exec(x)  # nosec B999
exec(x)  # nosec because I said so
exec(x)  # nosec b101
exec(x)  # nosecurity
exec(x)  # nosec_x
exec(x)  # nosecs B101
exec(x)  # nosec B102,B999
exec(x)  # nosec B999,B102
exec(x)  # nosec B999 B102
exec(x)  # nosec B999,B101
exec(x)  # nosec - B102 ok
exec(x)  # NOSEC
exec(x)  # Nosec
exec(x)  # noqa nosec
exec(x)  #: nosec
exec(x)  #! nosec
exec(x)  # -*- nosec
exec(x)  # x nosec
exec(x)  #nosec # B101
exec(x)  # nosec # B102
exec(x)  # nosec B102 # B101
exec(x)  # nosec B102 # nosec B101
exec(x)  # nosec # nosec B102
exec(x)  # nosec B102 # nosec
exec(x)  # nosec B001
exec(x)  # nosec B0101
exec(x)  # nosec B101B102
exec(x)  # nosec B101.
exec(x)  # nosec .
exec(x)  # nosec -
exec(x)  # nosec ...
exec(x)  # nosec !
exec(x)  # nosec #
exec(x)  # nosec ##
exec(x)  # nosec é
exec(x)  # nosec é B101
exec(x)  # nosec B１０１
exec(x)  # nosec B101é
exec(x)  # nosec blacklist
exec(x)  # nosec import_subprocess
exec(x)  # nosec B404
exec(x)  # nosec hashlib
exec(x)  # nosec hashlib_insecure_functions
exec(x)  # nosec B101 B102
exec(x)  # nosec B101
exec(x)  # nosec
exec(x)  #　nosec
exec(x)  # nosec	B101
exec(x)  # nosec: : B101
exec(x)  # nosec::B101
exec(x)  # nosec;B101
exec(x)  # nosec,B101
exec(x)  # no sec
exec(x)  # nosec B101 B101
exec(x)  # NoSec B101
exec(x)  # nosec: B101, assert_used, B102
exec(x)  # type: ignore # nosec
exec(x)  # nosec # type: ignore
exec(x)  # pragma: no cover, nosec
exec(x)  # nosec ASSERT_USED
exec(x)  # nosec Assert_Used
exec(x)  # nosec B101:B102
exec(x)  # nosec B101/B102
exec(x)  # nosec B101|B102
exec(x)  # nosec "B101"
exec(x)  # nosec B101's
exec(x)  # nosec 101
exec(x)  # nosec B 101
exec(x)  # nosec B
exec(x)  # nosec B1
exec(x)  # nosec B10
exec(x)  # nosec B1011
exec(x)  # nosec _
exec(x)  # nosec 1
exec(x)  # nosec B101 B999 words here
exec(x)  # nosec skip: B101
exec(x)  # nosec(assert_used,exec_used)
exec(x)  # nosec assert_used exec_used
exec(x)  # nosec exec_used,assert_used
exec(x)  # nosec assert_used,exec_used
