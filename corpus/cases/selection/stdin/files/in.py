assert x
password = "é"
subprocess.run(
    "ls",
    shell=True,
)
