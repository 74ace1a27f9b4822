//! What stands on the pages behind a responder's links, in Spanish.

use crate::pages::Answering;

pub(crate) const ANSWERING: &Answering = &Answering {
    impact: "Impacto",
    reported_by: "Avisó",
    opened: "Abierta",
    has_it: "Se encarga",
    over: "Ya terminó. No queda nada que responder.",
    offered: (
        "Ahora está de guardia. ¿Toma la emergencia de ",
        "? Hasta entonces sigue igual; la pregunta termina: ",
        ".",
    ),
    you_have_it: ("Es suya, ", "."),
    take_over: "Tomarla",
    answer: "Responder: me encargo",
    it_stays: "No, se queda",
    cannot: "No puedo tomarla",
    investigating: "Estoy en ello",
    reach: "Cómo contactar:",
    only_for: ("Esta página es para ", ". Abrirla no cambia nada; los botones sí."),
    console: "Abrir en la consola",
    test: "Prueba",
    test_ringing: "Es una prueba: no hay ninguna avería",
    test_missed: "No ha respondido a la prueba",
    test_over: "Este turno ya terminó",
    test_answered: "Gracias, está usted ahí",
    test_late: "Gracias, el turno vuelve a ser suyo",
    test_keeper: ("", " sigue de guardia en ", " hasta que usted responda."),
    test_answer_by: (
        "Ahora está de guardia en ",
        ". Responda antes de: ",
        ", para saber que podemos localizarle.",
    ),
    i_am_here: "Estoy aquí",
    only_the_button: "Abrir esta página no cambia nada; el botón sí.",
    nothing_left: "No queda nada que responder.",
};
