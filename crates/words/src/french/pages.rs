//! What stands on the pages of requesters, in French.

use super::time;
use crate::{
    pages::{Consent, Failed, Form, Home, Pages, Portal, Said, Status, Ticket},
    time::Length,
};

pub(crate) const DISTANCES: &str = "maintenant|dans *|il y a *| seconde| secondes| minute| minutes| \
                                    heure| heures| jour| jours| ";

pub(crate) fn every(length: Length) -> String {
    match length {
        Length::Hours(1) => "toutes les heures".to_owned(),
        Length::Minutes(1) => "toutes les minutes".to_owned(),
        Length::Days(1) => "tous les jours".to_owned(),
        Length::Days(_) => format!("tous les {}", time::length(length)),
        Length::Seconds(_) | Length::Minutes(_) | Length::Hours(_) | Length::HoursMinutes(..) => {
            format!("toutes les {}", time::length(length))
        }
    }
}

pub(crate) fn within(length: Length) -> String {
    format!("en {}", time::length(length))
}

pub(crate) const PAGES: &Pages = &Pages {
    skip: "Aller au contenu",
    tagline: "Assistance d’urgence",
    call_us: ("Vous pouvez toujours nous appeler : ", ""),
    languages: "Langue",
    home: Home {
        title: ("", " : assistance d’urgence"),
        question: "Est-ce une urgence ?",
        lead: "Si notre produit est arrêté, et votre activité avec lui, dites-le nous maintenant. Nous \
               appelons quelqu’un aussitôt, de jour comme de nuit.",
        hurting: "Cela nuit à notre activité maintenant",
        hurting_more: ("Trois questions. Pas de compte. De nos nouvelles au moins ", "."),
        wish: "Une question ou un souhait",
        wish_more: "Échéances, priorités, mode d’emploi : notre support répond.",
        or_call: ("Ou appelez le ", "."),
        desk_open: "Notre support est ouvert",
        desk_closed: "Notre support est fermé",
        closes: ("Fermeture : ", "."),
        opens: ("Ouverture : ", "."),
        all_the_same: "Les urgences sont prises en charge malgré tout.",
        open_how: "Un problème de gravité 1 va d’abord au support ; si personne ne le prend à temps, la \
                   personne d’astreinte est appelée.",
        closed_how: "La personne d’astreinte répond aux urgences.",
        what_counts: "Ce qui est une urgence",
        counts: [
            "La production est arrêtée, ou inutilisable pour beaucoup.",
            "Ce que vous montrez ou envoyez à vos clients est gravement faux.",
            "Vous ne pouvez plus vendre, facturer ou encaisser.",
            "Des données, la sécurité ou la loi sont en jeu.",
        ],
        in_doubt: "Dans le doute, dites-le nous. Mieux vaut nous réveiller pour rien que de vous manquer.",
    },
    form: Form {
        title: "Signaler une urgence",
        look_again: "Merci de revoir : ",
        heading: "Dites-nous ce qui ne va pas",
        not_sent: "Pas encore envoyé.",
        nothing_lost: "Rien de ce que vous avez écrit n’est perdu. Merci de revoir :",
        desk_open: "Notre support est ouvert",
        desk_until: (" (jusqu’à ", ")"),
        desk_first: (
            " et le reçoit d’abord. Si personne ne le prend ",
            ", nous appelons quelqu’un.",
        ),
        called: "Nous appelons quelqu’un dès votre envoi.",
        production: "1. Est-ce la production ?",
        production_yes: "Oui, de vrais clients ou collègues sont touchés",
        production_no: "Non, un test ou un essai",
        impact: "2. Que ne peut plus faire votre entreprise ?",
        workaround: "3. Y a-t-il un contournement ?",
        workaround_hint: "Si oui, lequel ? Vide veut dire non.",
        summary: "Qu’est-ce qui ne va pas, en une phrase ?",
        organization: "Votre entreprise",
        name: "Votre nom",
        email: "E-mail",
        email_hint: "E-mail ou téléphone : un seul suffit.",
        phone: "Téléphone",
        phone_hint: "Avec l’indicatif du pays, comme +33 1 99 00 00 00.",
        more: "Plus, si vous l’avez (facultatif)",
        details: "Détails",
        files: "Images ou fichiers",
        files_hint: ("Jusqu’à ", ", 10 Mo chacun"),
        authorize: "Si le rétablissement n’est pas possible dans un délai raisonnable, vous pouvez \
                    suspendre vos services pour nous pendant un moment.",
        authorize_hint: "Facultatif. Cela peut limiter les dégâts, par exemple des prix faux à l’écran. \
                         Nous vous prévenons avant et après.",
        send: "Envoyer et appeler quelqu’un",
        no_summary: "Dites en une phrase ce qui ne va pas, pour que nous appelions la bonne personne.",
        no_address: "Donnez une adresse e-mail ou un numéro de téléphone, pour que nous puissions \
                     répondre.",
        bad_email: "Cette adresse e-mail semble incomplète : il faut un nom, un @ et un domaine.",
        bad_phone: "Ce numéro semble incomplet : écrivez-le avec l’indicatif du pays, comme \
                    +33 1 99 00 00 00.",
    },
    portal: Portal {
        title: "Écrire à notre support",
        heading: "Écrire à notre support",
        lead: "Pour les questions, souhaits, échéances et tout ce qui peut attendre le support",
        opens: (" (ouverture : ", ")"),
        hurting: (". Si cela nuit maintenant à votre activité, ", "."),
        there: "dites-le plutôt ici",
        hear_by: ("Envoyé maintenant, vous aurez de nos nouvelles au plus tard : ", "."),
        about: "De quoi s’agit-il ?",
        summary: "En une phrase",
        send: "Envoyer au support",
        before: "Vous avez déjà envoyé quelque chose ?",
        before_how: "Ouvrez le lien privé de notre e-mail ou SMS : vous y voyez les réponses, vous \
                     répondez et vous dites si c’est résolu.",
    },
    status: Status {
        arrived: (", reçu : ", ""),
        next_word: ("Prochaines nouvelles au plus tard : ", "."),
        service_off: ("Notre service ", " est suspendu pour vous"),
        all_off: "Nos services sont suspendus pour vous",
        until: (", fin au plus tard : ", "."),
        reason: "La raison :",
        consent: "Nous demandons votre accord",
        consent_for: " pour suspendre des services pendant un moment.",
        consent_read: "Lire et répondre",
        call: "Vous pouvez rejoindre une conférence téléphonique :",
        call_phone: "Par téléphone :",
        call_me: ("Appelez-moi au ", ""),
        works: "Cela fonctionne à nouveau",
        broken: "Le problème persiste",
        heard_nothing: "Je suis sans nouvelles",
        reported: (
            "Vous avez signalé : « ",
            " ». Gardez l’adresse de cette page : elle n’est qu’à vous et montre tout ce que nous vous \
             disons.",
        ),
        happened: "Ce qui s’est passé",
        times: ("Heures : ", "."),
        add: "Ajouter quelque chose",
        renews: "Cette page se renouvelle chaque minute.",
        write: "Écrire sans être interrompu",
        what: "Que devons-nous savoir ?",
        what_hint: "La personne qui s’en occupe est prévenue aussitôt.",
        add_it: "Ajouter",
        files: "Images et fichiers",
        lost: "Cette page ne nous atteint pas.",
        lost_old: "Ce que vous voyez peut être ancien.",
        lost_call: ("Appelez le ", "."),
        lost_tries: "Elle réessaie d’elle-même.",
        requester: "Vous",
    },
    ticket: Ticket {
        hear_by: ("Vous aurez de nos nouvelles au plus tard : ", "."),
        late: "Vous deviez déjà avoir de nos nouvelles. Nous sommes désolés : la direction du support est \
               prévenue.",
        pick_up: (
            "Si personne au support ne l’a pris d’ici là, nous appelons l’astreinte : ",
            ". Vous n’avez rien à faire.",
        ),
        opens: ("Notre support ouvre : ", "."),
        ask: "Est-ce le cas ?",
        yes: "Oui, c’est résolu",
        no: "Non, pas encore",
        goes_on: ("La suite se fait dans l’urgence ", "."),
        see: "Voir où cela en est",
        emergency: "C’est devenu une urgence",
        emergency_hint: "Si cela bloque votre activité maintenant : un geste, et nous appelons quelqu’un \
                         aussitôt. Nous vous croyons.",
        wrote: (
            "Vous avez écrit : « ",
            " ». Gardez l’adresse de cette page : elle n’est qu’à vous.",
        ),
        talk: "Les échanges",
        write: "Écrire au support",
        message: "Votre message",
        send: "Envoyer",
        solved: "C’est résolu, merci",
        is_solved: "C’est résolu",
        desk_says_solved: "Notre support indique que c’est résolu",
        waits: "Notre support a répondu et attend votre retour",
        escalated: "La suite se fait dans une urgence",
        on_it: "Notre support y travaille",
        has_it: "Notre support s’en occupe",
        thanks: "Merci. Notre support a votre demande",
        open_now: "Notre support est ouvert et vous répond d’abord.",
    },
    consent: Consent {
        title: ("", " : votre accord"),
        question: ("Pouvons-nous suspendre des services pour ", " pendant un moment ?"),
        asked: (" l’a demandé (", "), pour ", ". La raison :"),
        means: "Ce que cela veut dire",
        kept: "Votre réponse est conservée avec votre nom. Vous pouvez la changer tant que l’urgence est \
               ouverte. C’est nous qui remettons les services en marche, pas votre réponse : si c’est \
               pressé, appelez-nous",
        urgent: (" au ", ""),
        urgent_phone: ".",
        agreed: " a donné son accord.",
        disagreed: " n’a pas donné son accord.",
        replaces: "Une nouvelle réponse remplace celle-ci.",
        name: "Votre nom",
        for_whom: ("Vous répondez pour ", ""),
        yes: "Oui, vous pouvez les suspendre",
        no: "Non, laissez-les en marche",
    },
    said: Said {
        added: "Merci. La personne qui s’en occupe le voit maintenant.",
        sent: "Merci. Le support l’a reçu.",
        files: "Votre texte est arrivé, un fichier non : il était trop grand, de trop ou illisible. Vous \
                pouvez l’ajouter ci-dessous.",
        heard: "Nous sommes désolés. La personne qui s’en occupe sait que vous attendez des nouvelles.",
        confirmed: "Merci de nous l’avoir dit. Nous sommes heureux que cela fonctionne à nouveau.",
        broken: "Merci de nous l’avoir dit. C’est rouvert, et nous appelons quelqu’un.",
        emergency: "Nous vous croyons. Nous appelons quelqu’un maintenant.",
        solved: "Merci. Le ticket est résolu ; écrivez de nouveau si ce n’est pas le cas.",
        agreed: "Merci. La personne qui s’en occupe sait que vous êtes d’accord. Rien n’est suspendu pour \
                 l’instant.",
        disagreed: "Merci. La personne qui s’en occupe sait que vous n’êtes pas d’accord.",
        not_solved: "Merci de nous l’avoir dit. C’est rouvert, et le support s’en occupe.",
        calling: "Nous vous appelons maintenant. Appuyez sur 1 quand on vous le demande.",
        called_enough: "Nous vous avons déjà appelé plusieurs fois. Composez le numéro ci-dessus.",
        slower: "C’était beaucoup à la fois. Votre texte est ci-dessous : renvoyez-le dans une minute.",
        empty: "Il n’y avait rien à ajouter : écrivez quelque chose ou choisissez un fichier.",
    },
    failed: Failed {
        not_found: (
            "Cette page n’existe pas",
            "L’adresse est peut-être incomplète : les liens privés sont longs, et les messageries les \
             coupent.",
        ),
        forbidden: ("Ce n’est pas à vous de le faire", "Rien n’a changé."),
        conflict: ("Ce n’est pas possible maintenant", "Rien n’a changé."),
        incomplete: ("Il manque quelque chose", "Rien n’a changé."),
        too_large: (
            "C’était trop grand",
            "Rien n’a été pris. Les fichiers peuvent avoir 10 Mo chacun ; envoyez d’abord le texte.",
        ),
        too_much: ("Un peu moins vite, s’il vous plaît", "Attendez une minute, puis réessayez."),
        method: (
            "Cette adresse attend autre chose",
            "Revenez en arrière et utilisez le bouton de la page.",
        ),
        unavailable: (
            "Nous ne pouvons pas l’enregistrer maintenant",
            "Rien n’a été pris. Réessayez dans un instant, ou appelez-nous.",
        ),
        broke: ("Une erreur est survenue chez nous", "Réessayez. Si c’est urgent, appelez-nous."),
        other: ("Cela n’a pas marché", "Revenez en arrière et réessayez."),
        to_the_start: "Au début",
    },
};
