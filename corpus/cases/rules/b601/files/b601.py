client.exec_command("ls")

from paramiko_helpers import connect

client.exec_command("ls")
client.exec_command()
exec_command("ls")
client.sub.exec_command("x" + y)
connect().exec_command("ls")
connect()[0].exec_command("ls")
client.exec_command
client.exec_commands("ls")
client.exec_command("a").exec_command("b")
client.invoke_shell("ls")


async def f():
    stdin, stdout, stderr = await client.exec_command(
        "ls",
        timeout=5,
    )
