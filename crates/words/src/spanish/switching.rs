//! Spanish for responders: the switch.

use crate::phrases::{Switch, Switched};

pub(crate) const SWITCH: Switch = Switch {
    not_confirmed: "Nadie confirmó la desconexión: {what}.",
    not_confirmed_more: "Siguen encendidos. Pídalo otra vez si aún hace falta.",
    switched_off: "{by} ha desconectado {what}. Fin {due}.",
    ends: "{what}: vuelven solos {due}.",
    ends_more: "Si deben seguir desconectados, ponga un final más tarde.",
    on_again: "Se acabó el tiempo, vuelven a funcionar: {what}.",
    asked: "{who} pide desconectar {what}.",
    program: "Un programa (en nombre de {by})",
    reason: "El motivo: \"{reason}\".",
    lasts_second: "Acabaría {due}. Otra persona debe confirmarlo a más tardar {by_when}.",
    lasts_two: "Acabaría {due}. Dos personas deben confirmarlo a más tardar {by_when}.",
    confirm_reply: "Para desconectar responda {words}.",
    confirm_tap: "Confirmar: desconectar",
    leave_on: "Dejarlos",
    end_reply: "Para terminar ya, responda {words}.",
    on_tap: "Conectar de nuevo",
    subject: "La desconexión de {customer}",
    what_all: "todos los servicios de {customer}",
    what_service: "los servicios {service} de {customer}",
    a_customer: "un cliente",
    this_customer: "este cliente",
    question: "Ha pasado el tiempo razonable sin arreglo: ¿hay que desconectar servicios de \
               {customer}?",
    every_service: "todos nuestros servicios",
    would_stop: "Se pararía: {stops}. Como mucho {limit}.",
    nobody_asked: "Ningún programa suyo lo ha consultado últimamente: quizá no cambie nada.",
    would_notice: "Lo notarían enseguida: {software}.",
    agreed: "Han dado su consentimiento.",
    not_agreed: "Aún no han dado su consentimiento: puede pedirlo.",
    says_yes: "{who} acepta desconectar {what}.",
    says_no: "{who} no acepta desconectar {what}.",
    all_services: "todos los servicios",
    rule_responder: "Cualquier persona de guardia puede desconectar.",
    rule_lead: "Un responsable puede desconectar.",
    rule_two: "Hacen falta dos personas: una pide y otra confirma.",
};

pub(crate) const SWITCHED: Switched = Switched {
    off: "Desconectado: {what}. Fin {due}, lo pidió {by}. Antes: {words}",
    still_asked: "Aún no hay nada desconectado: {what}. Lo pidió un programa; usted es la primera \
                  persona. Otra debe confirmar a más tardar {due}.",
    stay_on: "Entendido, siguen en marcha: {what}. Ya nadie puede confirmarlo.",
    on_again: "Conectado de nuevo: {what}. Se avisa a todos los afectados.",
    was_on: "No se cambió nada: los servicios de {customer} están en marcha.",
    nothing_asked: "No se cambió nada: no hay petición con esas cifras. Quizá se confirmó, se \
                    retiró o venció. Se puede pedir otra vez.",
    not_quite: "No se cambió nada. Para confirmar responda confirm y las seis cifras de nuestro \
                mensaje, nada más.",
    all_on: "No se cambió nada: todo está en marcha para todos los clientes.",
    whose: "No se cambió nada. ¿De quién? Desconectados: {listed}. Responda: switch on {first}",
    nobody: "No se cambió nada: no conocemos cliente ni servicio llamado \"{words}\". {off}",
    nobody_all_on: "Todo está en marcha para todos los clientes.",
    nobody_off: "Desconectados: {listed}.",
    only_console: "No se cambió nada: solo se desconecta en la consola, en Switches, donde se ve \
                   qué se detendría.",
    refused: "No se cambió nada: {refused}.",
    what: "{services} de {customer}",
    all: "todos los servicios",
};
