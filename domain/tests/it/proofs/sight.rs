//! What must never be seen of a person, whatever the rules are asked.

use super::Property;
use crate::policy_prover::Planted;
use crate::policy_prover::Stated::Never;

pub(super) const SIGHT: &[Property] = &[
    Property {
        name: "what an agency neither holds nor referred is read by agreement or disclosure only",
        stated: Never(
            r#"permit (principal is User, action == Action::"read_person", resource)
            unless { resource.agency == principal.agency ||
                resource has referredBy && resource.referredBy == principal.agency ||
                resource.involvesAsker && resource.agreedWithAsker ||
                resource.onDuty && resource.agreedWithAsker ||
                resource.givenToAsker || resource.glassBroken ||
                resource.perpetratorSide && resource.ofPerpetrator && resource.agreedWithAsker };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { principal.role == Role::"analyst" };"#,
        },
        shown: r#"role Role "analyst""#,
    },
    Property {
        name: "an ended agreement grants nothing, whoever works on the case",
        stated: Never(
            r#"permit (principal is User, action in [Action::"read_person",
            Action::"open_whereabouts"], resource)
            when { resource.involvesAsker && !resource.agreedWithAsker &&
                resource.agency != principal.agency &&
                !(resource has referredBy && resource.referredBy == principal.agency) &&
                !resource.givenToAsker && !resource.glassBroken };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.involvesAsker };"#,
        },
        shown: "not agreedWithAsker",
    },
    Property {
        name: "an agreement opens no case on which the agency does not work",
        stated: Never(
            r#"permit (principal is User, action in [Action::"read_person",
            Action::"open_whereabouts"], resource)
            when { resource.agreedWithAsker && !resource.involvesAsker &&
                !resource.onDuty &&
                !resource.perpetratorSide &&
                resource.agency != principal.agency &&
                !(resource has referredBy && resource.referredBy == principal.agency) &&
                !resource.givenToAsker && !resource.glassBroken };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.agreedWithAsker };"#,
        },
        shown: "not involvesAsker",
    },
    Property {
        name: "a call opens nothing to a duty team with whose agency nothing is agreed",
        stated: Never(
            r#"permit (principal is User, action in [Action::"read_person",
            Action::"ask_second", Action::"open_whereabouts"], resource)
            when { resource.onDuty && !resource.agreedWithAsker &&
                resource.agency != principal.agency &&
                !(resource has referredBy && resource.referredBy == principal.agency) &&
                !resource.givenToAsker && !resource.glassBroken };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.onDuty };"#,
        },
        shown: "onDuty",
    },
    Property {
        name: "glass, gift or agreement never opens whereabouts without a second person",
        stated: Never(
            r#"permit (principal is User, action == Action::"open_whereabouts", resource)
            when { !resource.hasSecond && resource.agency != principal.agency &&
                !(resource has referredBy && resource.referredBy == principal.agency) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"open_whereabouts", resource)
            when { resource.glassBroken };"#,
        },
        shown: "glassBroken",
    },
    Property {
        name: "broken glass shows no answers about equality, no marks of honour and no confidences",
        stated: Never(
            r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.glassBroken && resource.agency != principal.agency &&
                !(resource has referredBy && resource.referredBy == principal.agency) &&
                !resource.givenToAsker && !resource.involvesAsker && !resource.perpetratorSide &&
                !resource.onDuty && ![FieldClass::"identity", FieldClass::"case",
                    FieldClass::"risk", FieldClass::"children"].contains(resource.class) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.glassBroken };"#,
        },
        shown: "glassBroken",
    },
    Property {
        name: "whereabouts are never read along with the rest",
        stated: Never(
            r#"permit (principal, action == Action::"read_person", resource)
            when { resource.class == FieldClass::"whereabouts" };"#,
        ),
        planted: Planted {
            without: &["whereabouts-are-opened"],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.agency == principal.agency };"#,
        },
        shown: "whereabouts",
    },
    Property {
        name: "immigration status reaches no other agency unless its holder gives it by name",
        stated: Never(
            r#"permit (principal, action == Action::"read_person", resource)
            when { resource.class == FieldClass::"immigration" && !resource.givenToAsker &&
                !(principal is User && resource.agency == principal.agency) };"#,
        ),
        planted: Planted {
            without: &["immigration-stays"],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.involvesAsker && resource.agreedWithAsker };"#,
        },
        shown: "immigration",
    },
    Property {
        name: "notes of counselling are read by advocates of the own service only, unless given",
        stated: Never(
            r#"permit (principal, action == Action::"read_person", resource)
            when { resource.class == FieldClass::"counselling" && !resource.givenToAsker }
            unless { principal is User && resource.agency == principal.agency &&
                [Role::"idva", Role::"idva_lead"].contains(principal.role) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { principal.role == Role::"chair" };"#,
        },
        shown: "counselling",
    },
    Property {
        name: "who works with perpetrators by role learns of a risk only where their agency does",
        stated: Never(
            r#"permit (principal is User, action in [Action::"read_person",
            Action::"open_whereabouts"], resource)
            when { principal.role == Role::"programme_coordinator" } unless {
                resource.givenToAsker ||
                resource.perpetratorSide && resource.agreedWithAsker };"#,
        ),
        planted: Planted {
            without: &["perpetrator-side-reads-no-words"],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.agency == principal.agency };"#,
        },
        shown: r#"role Role "programme_coordinator""#,
    },
    Property {
        name: "perpetrator-side staff never read her words, on whatever ground",
        stated: Never(
            r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.perpetratorSide || principal.role == Role::"programme_coordinator" }
            unless { resource.ofPerpetrator };"#,
        ),
        planted: Planted { without: &["perpetrator-side-reads-no-words"], with: "" },
        shown: "not ofPerpetrator",
    },
    Property {
        name: "perpetrator-side staff never read the case, its risk assessments or who raised it",
        stated: Never(
            r#"permit (principal is User, action == Action::"read_person", resource)
            when { (resource.perpetratorSide ||
                principal.role == Role::"programme_coordinator") &&
                ![FieldClass::"identity", FieldClass::"risk_known"].contains(resource.class) };"#,
        ),
        planted: Planted {
            without: &["perpetrator-side-reads-no-words"],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.perpetratorSide && resource.ofPerpetrator };"#,
        },
        shown: "perpetratorSide",
    },
    Property {
        name: "perpetrator-side staff never open, ask for or second anybody's whereabouts",
        stated: Never(
            r#"permit (principal is User, action in [Action::"open_whereabouts",
            Action::"keep_whereabouts", Action::"ask_second", Action::"second_opening",
            Action::"list_lookers", Action::"give_record"], resource)
            when { resource.perpetratorSide };"#,
        ),
        planted: Planted { without: &["perpetrator-side-acts-on-nobody"], with: "" },
        shown: "perpetratorSide",
    },
    Property {
        name: "nobody opens whereabouts to somebody of their own agency",
        stated: Never(
            r#"permit (principal is User, action == Action::"second_opening", resource)
            unless { resource has openingFor && resource.openingFor != principal.agency };"#,
        ),
        planted: Planted { without: &["second-person-of-another-agency"], with: "" },
        shown: "gets second_opening",
    },
    Property {
        name: "an exclusion beats every role, agency, referral, agreement, gift and broken glass",
        stated: Never(
            r#"permit (principal, action in [Action::"read_person", Action::"open_whereabouts",
            Action::"keep_whereabouts", Action::"ask_second", Action::"exclude_user",
            Action::"list_lookers", Action::"give_record",
            Action::"end_gift", Action::"second_opening", Action::"involve_agency",
            Action::"review_link", Action::"confirm_link"], resource)
            when { resource.excludesAsker };"#,
        ),
        planted: Planted { without: &["excluded"], with: "" },
        shown: "excludesAsker",
    },
    Property {
        name: "who only reads, refers, counts or chairs never opens whereabouts",
        stated: Never(
            r#"permit (principal, action == Action::"open_whereabouts", resource)
            unless { principal is User && [Role::"coordinator", Role::"representative",
                Role::"deputy", Role::"idva", Role::"idva_lead"].contains(principal.role) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"open_whereabouts", resource)
            when { principal.role == Role::"analyst" && resource.agency == principal.agency };"#,
        },
        shown: r#"role Role "analyst""#,
    },
    Property {
        name: "a coordinator or a chair never reads a referral of another MARAC unless it was \
               given to them by name or they broke the glass for it",
        stated: Never(
            r#"permit (principal is User, action in [Action::"read_person",
            Action::"open_whereabouts"], resource)
            when { [Role::"coordinator", Role::"chair"].contains(principal.role) &&
                resource.otherMarac && !resource.givenToAsker && !resource.glassBroken };"#,
        ),
        planted: Planted { without: &["hears-own-marac-only"], with: "" },
        shown: "otherMarac",
    },
    Property {
        name: "nobody who coordinates another MARAC opens whereabouts alone, or acts in its cases",
        stated: Never(
            r#"permit (principal is User, action in [Action::"open_whereabouts",
            Action::"keep_whereabouts", Action::"second_opening", Action::"exclude_user",
            Action::"list_lookers", Action::"give_record", Action::"end_gift"], resource)
            when { principal.role == Role::"coordinator" && resource.otherMarac &&
                !resource.hasSecond };"#,
        ),
        planted: Planted { without: &["other-marac-opened-by-two"], with: "" },
        shown: "otherMarac",
    },
];
