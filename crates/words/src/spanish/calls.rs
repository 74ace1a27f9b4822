//! Spanish on the phone: conferences, and callers who hold.

use crate::phrases::Calls;

pub(crate) const CALLS: Calls = Calls {
    about: "Esta es la conferencia sobre {number}.",
    about_who: "Esta es la conferencia sobre {number}, {who}.",
    press_to_join: "Pulse 1 para entrar.",
    moved: "No se pudo abrir la conferencia por teléfono. Quienes avisaron tienen otra forma de entrar.",
    call: "Conferencia",
    calling_you: "{number}: le llamamos para la conferencia. Pulse 1 al contestar.",
    or_dial: "O marque {phone}, PIN {pin}.",
    joining: "Está entrando en la conferencia.",
    nine_joins: "Si tiene el PIN de una conferencia, pulse 9.",
    five_joins: "Pulse 5 para entrar en la conferencia sobre esto.",
    waiting: "Todavía no hay nadie más en la conferencia. No cuelgue: le oirán en cuanto lleguen.",
    over: "Esta conferencia ha terminado. Adiós.",
    ask_pin: "Marque el PIN de la conferencia y pulse la tecla almohadilla.",
    wrong_pin: "Ese PIN no es correcto. Márquelo otra vez y pulse la tecla almohadilla.",
    no_more_pins: "Ese PIN no es correcto. Pida desde su página que le llamemos, o pulse 1 cuando vuelva a llamar, y \
                   llamaremos a una persona. Adiós.",
    not_put_through: "No se le ha puesto en comunicación. Adiós.",
    hold: "Su número es {number}. Estamos llamando una y otra vez hasta que alguien responda. Si quiere, no cuelgue: \
           intentamos pasarle la llamada. También puede colgar. Seguimos llamando en cualquier caso.",
    hold_on: "Todavía nadie ha atendido su llamada. Probamos con la siguiente persona. También puede colgar: seguimos \
              llamando.",
    take: "{who} está al teléfono, por {number}. Pulse 1 para atender y hablar.",
    somebody: "Alguien",
    taken_by: "{by} ya se ocupa. Puede volver a dormir. Adiós.",
    has: "{by} se ocupa de su emergencia, {number}. Le avisamos en cada paso. Adiós.",
    nobody: "Todavía nadie ha atendido su llamada. Su número es {number}. Seguimos llamando una y otra vez hasta que \
             alguien responda, y le avisamos en cuanto ocurra. Adiós.",
};
