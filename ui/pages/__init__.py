import solara
@solara.component
def Start():
    n, set_n = solara.use_state(0)
    solara.Button(f"hello {n}", on_click=lambda: set_n(n+1))
@solara.component
def Game():
    r = solara.use_router()
    solara.Text("path "+r.path)
@solara.component
def Layout(children):
    solara.Column(children=children)
routes=[solara.Route(path="/", component=Start), solara.Route(path="game", component=Game)]
