app.run(debug=True)

from myflaskapp import app

app.run(debug=True)
app.run(debug=False)
app.run(debug="True")
app.run(debug=1)
app.run(debug=debug)
app.run(debug=settings.True_)
app.run(debug=settings.DEBUG)
app.run("0.0.0.0", 80, True)
app.run(True)
app.run(**{"debug": True})
app.run(port=80, debug=True, **options)
app.run(**options, debug=True)
run(debug=True)
app.runner(debug=True)
app.sub.run(debug=True)
app().run(debug=True)
app[0].run(debug=True)
"".run(debug=True)
app.run(
    host="localhost",
    debug=
        True,
)
app.run(debug=not False)
app.run(debug=[True])
app.run(debug=(True,))
app.run(debug=None)


def main():
    if __name__ == "__main__": app.run(debug=True)
    return lambda: app.run(debug=True)


from runners import run
from runners import go as run_it

run(debug=True)
run_it(debug=True)
