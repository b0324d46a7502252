def early():
    app.run(debug=True)


@app.run(debug=True)
def decorated():
    import flask


def late(parameter=app.run(debug=True)):
    app.run(debug=True)
