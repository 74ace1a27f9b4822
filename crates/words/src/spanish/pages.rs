//! What stands on the pages of requesters, in Spanish.

use super::time;
use crate::{
    pages::{Consent, Failed, Form, Home, Pages, Portal, Said, Status, Ticket},
    time::Length,
};

pub(crate) const DISTANCES: &str = "ahora|dentro de *|hace *| segundo| segundos| minuto| minutos| \
                                    hora| horas| día| días| y ";

pub(crate) fn every(length: Length) -> String {
    match length {
        Length::Hours(1) => "cada hora".to_owned(),
        Length::Minutes(1) => "cada minuto".to_owned(),
        Length::Days(1) => "cada día".to_owned(),
        Length::Seconds(_)
        | Length::Minutes(_)
        | Length::Hours(_)
        | Length::HoursMinutes(..)
        | Length::Days(_) => format!("cada {}", time::length(length)),
    }
}

pub(crate) fn within(length: Length) -> String {
    format!("en {}", time::length(length))
}

pub(crate) const PAGES: &Pages = &Pages {
    skip: "Ir al contenido",
    tagline: "Asistencia de emergencia",
    call_us: ("Siempre puede llamarnos: ", ""),
    languages: "Idioma",
    home: Home {
        title: ("", ": asistencia de emergencia"),
        question: "¿Es una emergencia?",
        lead: "Si nuestro producto se ha parado, y su negocio con él, díganoslo ahora. Llamamos a una \
               persona enseguida, de día o de noche.",
        hurting: "Esto daña nuestro negocio ahora",
        hurting_more: ("Tres preguntas. Sin cuenta. Tendrá noticias nuestras al menos ", "."),
        wish: "Una pregunta o un deseo",
        wish_more: "Plazos, prioridades, cómo se hace: responde nuestro equipo de soporte.",
        or_call: ("O llame al ", "."),
        desk_open: "Nuestro equipo de soporte está disponible",
        desk_closed: "Nuestro equipo de soporte está cerrado",
        closes: ("Cierra: ", "."),
        opens: ("Abre: ", "."),
        all_the_same: "Las emergencias se atienden igualmente.",
        open_how: "Un problema de gravedad 1 va primero al soporte; si nadie lo toma a tiempo, se llama \
                   a la persona de guardia.",
        closed_how: "La persona de guardia atiende las emergencias.",
        what_counts: "Qué es una emergencia",
        counts: [
            "La producción está parada o inutilizable para muchos.",
            "Lo que muestra o envía a sus clientes está gravemente mal.",
            "No puede vender, facturar o cobrar.",
            "Están en juego datos, la seguridad o la ley.",
        ],
        in_doubt: "En caso de duda, díganoslo. Preferimos que nos despierten en vano a no atenderle.",
    },
    form: Form {
        title: "Avisar de una emergencia",
        look_again: "Revise, por favor: ",
        heading: "Díganos qué ocurre",
        not_sent: "Todavía no se ha enviado.",
        nothing_lost: "No se ha perdido nada de lo que escribió. Revise, por favor:",
        desk_open: "Nuestro equipo de soporte está disponible",
        desk_until: (" (hasta ", ")"),
        desk_first: (" y lo recibe primero. Si nadie lo toma ", ", llamamos a una persona."),
        called: "Llamamos a una persona en cuanto lo envíe.",
        production: "1. ¿Es producción?",
        production_yes: "Sí, afecta a clientes o empleados reales",
        production_no: "No, es una prueba",
        impact: "2. ¿Qué no puede hacer su negocio?",
        workaround: "3. ¿Hay alguna alternativa?",
        workaround_hint: "Si la hay, ¿cuál? Vacío significa que no.",
        summary: "¿Qué ocurre, en una frase?",
        organization: "Su empresa",
        name: "Su nombre",
        email: "Correo electrónico",
        email_hint: "Correo o teléfono: basta con uno.",
        phone: "Teléfono",
        phone_hint: "Con el prefijo del país, como +34 910 000 000.",
        more: "Más, si lo tiene (opcional)",
        details: "Detalles",
        files: "Imágenes o archivos",
        files_hint: ("Hasta ", ", 10 MB cada uno"),
        authorize: "Si no se puede restablecer en un tiempo razonable, pueden desactivar sus servicios \
                    para nosotros durante un tiempo.",
        authorize_hint: "Opcional. Puede evitar daños, como precios erróneos a la vista. Le avisamos antes \
                         y después.",
        send: "Enviar y llamar a una persona",
        no_summary: "Diga en una frase qué ocurre, para que llamemos a la persona adecuada.",
        no_address: "Indique un correo electrónico o un teléfono, para que podamos responderle.",
        bad_email: "Este correo parece incompleto: necesita un nombre, una @ y un dominio.",
        bad_phone: "Este teléfono parece incompleto: escríbalo con el prefijo del país, como \
                    +34 910 000 000.",
    },
    portal: Portal {
        title: "Escribir a nuestro soporte",
        heading: "Escribir a nuestro equipo de soporte",
        lead: "Para preguntas, deseos, plazos y todo lo que puede esperar al soporte",
        opens: (" (abre: ", ")"),
        hurting: (". Si daña su negocio ahora, ", "."),
        there: "díganoslo mejor aquí",
        hear_by: ("Si lo envía ahora, tendrá noticias nuestras a más tardar: ", "."),
        about: "¿De qué se trata?",
        summary: "En una frase",
        send: "Enviar al soporte",
        before: "¿Ya envió algo?",
        before_how: "Abra el enlace privado del correo o SMS que le enviamos: allí ve las respuestas, \
                     contesta y dice si está resuelto.",
    },
    status: Status {
        arrived: (", recibido: ", ""),
        next_word: ("Próximas noticias, a más tardar: ", "."),
        service_off: ("Nuestro servicio ", " está desactivado para usted"),
        all_off: "Nuestros servicios están desactivados para usted",
        until: (", a más tardar hasta: ", "."),
        reason: "El motivo:",
        consent: "Pedimos su consentimiento",
        consent_for: " para desactivar servicios durante un tiempo.",
        consent_read: "Leer y responder",
        call: "Puede unirse a una llamada en grupo:",
        call_phone: "Por teléfono:",
        call_me: ("Llámenme al ", ""),
        works: "Vuelve a funcionar",
        broken: "Sigue fallando",
        heard_nothing: "No tengo noticias",
        reported: (
            "Usted avisó: «",
            "». Guarde la dirección de esta página: es solo suya y muestra todo lo que le decimos.",
        ),
        happened: "Qué ha ocurrido",
        times: ("Horas: ", "."),
        add: "Añadir algo",
        renews: "Esta página se renueva cada minuto.",
        write: "Escribir sin interrupciones",
        what: "¿Qué debemos saber?",
        what_hint: "La persona que se ocupa lo sabe enseguida.",
        add_it: "Añadir",
        files: "Imágenes y archivos",
        lost: "Esta página no puede conectar con nosotros.",
        lost_old: "Lo que ve puede ser antiguo.",
        lost_call: ("Llame al ", "."),
        lost_tries: "Lo intenta de nuevo por sí sola.",
        requester: "Usted",
    },
    ticket: Ticket {
        hear_by: ("Tendrá noticias nuestras a más tardar: ", "."),
        late: "Ya debía tener noticias nuestras. Lo sentimos: la dirección de nuestro soporte está \
               avisada.",
        pick_up: (
            "Si nadie del soporte lo ha tomado para entonces, llamamos a la persona de guardia: ",
            ". No tiene que hacer nada.",
        ),
        opens: ("Nuestro soporte abre: ", "."),
        ask: "¿Es así?",
        yes: "Sí, está resuelto",
        no: "No, todavía no",
        goes_on: ("Continúa como emergencia ", "."),
        see: "Ver cómo está",
        emergency: "Se ha convertido en una emergencia",
        emergency_hint: "Si detiene su negocio ahora: un toque, y llamamos a una persona enseguida. Le \
                         creemos.",
        wrote: ("Usted escribió: «", "». Guarde la dirección de esta página: es solo suya."),
        talk: "Lo que se ha dicho",
        write: "Escribir al soporte",
        message: "Su mensaje",
        send: "Enviar",
        solved: "Está resuelto, gracias",
        is_solved: "Está resuelto",
        desk_says_solved: "Nuestro soporte indica que está resuelto",
        waits: "Nuestro soporte ha respondido y espera su respuesta",
        escalated: "Continúa como emergencia",
        on_it: "Nuestro soporte trabaja en ello",
        has_it: "Nuestro soporte lo tiene",
        thanks: "Gracias. Lo tiene nuestro equipo de soporte",
        open_now: "Nuestro equipo de soporte está disponible y le responde primero.",
    },
    consent: Consent {
        title: ("", ": su consentimiento"),
        question: ("¿Podemos desactivar servicios para ", " durante un tiempo?"),
        asked: (" lo pidió (", "), para ", ". El motivo:"),
        means: "Qué significa",
        kept: "Su respuesta se guarda con su nombre. Puede cambiarla mientras la emergencia esté abierta. \
               Los servicios los reactivamos nosotros, no su respuesta: si es urgente, llámenos",
        urgent: (" al ", ""),
        urgent_phone: ".",
        agreed: " ha dado su consentimiento.",
        disagreed: " no ha dado su consentimiento.",
        replaces: "Una respuesta nueva sustituye a esa.",
        name: "Su nombre",
        for_whom: ("Responde en nombre de ", ""),
        yes: "Sí, pueden desactivarlos",
        no: "No, déjenlos activos",
    },
    said: Said {
        added: "Gracias. La persona que se ocupa ya puede verlo.",
        sent: "Gracias. Lo tiene el soporte.",
        files: "Su texto ha llegado; un archivo no: era demasiado grande, sobraba o no se pudo leer. \
                Puede añadirlo abajo.",
        heard: "Lo sentimos. La persona que se ocupa sabe que espera noticias.",
        confirmed: "Gracias por decírnoslo. Nos alegra que vuelva a funcionar.",
        broken: "Gracias por decírnoslo. Vuelve a estar abierto y llamamos a una persona.",
        emergency: "Le creemos. Estamos llamando a una persona.",
        solved: "Gracias. El tique está resuelto; escriba de nuevo si no es así.",
        agreed: "Gracias. La persona que se ocupa sabe que está de acuerdo. Aún no hay nada desactivado.",
        disagreed: "Gracias. La persona que se ocupa sabe que no está de acuerdo.",
        not_solved: "Gracias por decírnoslo. Vuelve a estar abierto y lo tiene el soporte.",
        calling: "Le llamamos ahora. Pulse 1 cuando se lo pidan.",
        called_enough: "Ya le hemos llamado varias veces. Marque el número de arriba.",
        slower: "Fue mucho a la vez. Su texto está abajo: envíelo otra vez dentro de un minuto.",
        empty: "No había nada que añadir: escriba algo o elija un archivo.",
    },
    failed: Failed {
        not_found: (
            "No existe esa página",
            "Puede que la dirección esté incompleta: los enlaces privados son largos y los programas de \
             correo los cortan.",
        ),
        forbidden: ("Esto no le corresponde", "No ha cambiado nada."),
        conflict: ("Ahora no es posible", "No ha cambiado nada."),
        incomplete: ("Falta algo", "No ha cambiado nada."),
        too_large: (
            "Era demasiado grande",
            "No se ha recibido nada. Cada archivo puede tener 10 MB; envíe primero el texto.",
        ),
        too_much: ("Un poco más despacio, por favor", "Espere un minuto e inténtelo de nuevo."),
        method: ("Esta dirección espera otra cosa", "Vuelva atrás y use el botón de la página."),
        unavailable: (
            "Ahora no podemos anotarlo",
            "No se ha recibido nada. Inténtelo de nuevo en un momento o llámenos.",
        ),
        broke: (
            "Algo ha fallado por nuestra parte",
            "Inténtelo de nuevo. Si es urgente, llámenos.",
        ),
        other: ("No ha funcionado", "Vuelva atrás, revise e inténtelo otra vez."),
        to_the_start: "Al inicio",
    },
};
