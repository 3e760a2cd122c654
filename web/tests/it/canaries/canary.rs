//! The canaries: for each protected field one text that stands nowhere else, and who may ever read
//! it. Where they may, `canaries.txt` says.

/// One text, planted in one field.
pub(super) struct Canary {
    /// `ada.family_name`: whose it is, and the field.
    pub name: &'static str,
    /// A word or two; what is planted holds it, and may say more.
    pub text: &'static str,
    /// The askers who may read it anywhere, by the heads of their columns.
    pub readers: &'static [&'static str],
    /// Sealed wherever it is kept.
    pub is_sealed: bool,
}

impl Canary {
    /// Whose record it stands in.
    pub fn person(&self) -> Option<&'static str> {
        let whose = self.name.split('.').next()?;
        PEOPLE.contains(&whose).then_some(whose)
    }
}

/// Those whose records hold canaries. What a case says, or somebody wrote, is of nobody alone.
pub(super) const PEOPLE: &[&str] =
    &["ada", "bob", "cleo", "dan", "eve", "fay", "gwen", "hal", "iris", "jess", "kez"];

/// Who reads what the police hold.
const POLICE: &[&str] = &["chair", "repr", "deput", "analy", "refer"];
/// The referrer is excluded from Ada, and so from her case.
const ADA: &[&str] = &["chair", "repr", "deput", "analy"];
/// Who opens where somebody is whom the police hold.
const SAFETY: &[&str] = &["repr", "deput"];
/// The office holds it, the police referred it, and Amber House works on it under an agreement.
const CLEO: &[&str] = &["coord", "chair", "repr", "deput", "analy", "refer", "lead", "idva"];
/// The same without what the agreement does not name.
const CLEO_OWN: &[&str] = &["coord", "chair", "repr", "deput", "analy", "refer"];
const CLEO_SAFETY: &[&str] = &["coord", "repr", "deput"];
/// Given to the advocate by name.
const EVE: &[&str] = &["chair", "repr", "deput", "analy", "refer", "idva"];
/// The lead of Amber House broke the glass.
const FAY: &[&str] = &["chair", "repr", "deput", "analy", "refer", "lead"];
/// The office holds it, Amber House referred it.
const GWEN: &[&str] = &["coord", "lead", "idva"];
/// The police work with him: who he is, and that somebody is at risk.
const HAL: &[&str] = &["coord", "repr", "deput", "refer", "lead", "idva"];
/// Held by both; the office looks at the pairs of all agencies.
const WITH_OFFICE: &[&str] = &["coord", "chair", "repr", "deput", "analy", "refer"];
const REVIEWERS: &[&str] = &["coord", "analy"];
/// Who sends the file, and who answers for what comes of files.
const SENDERS: &[&str] = &["admin", "coord", "manag", "dpo", "analy", "p.dpo"];
const OFFICERS: &[&str] = &["dpo", "p.dpo"];
/// Who sees the directory of Amber House.
const DIRECTORY: &[&str] = &["grant", "stale", "coord", "manag", "dpo", "lead"];
/// Everyone who works for the county.
const SIGNED_IN: &[&str] = &[
    "admin", "grant", "stale", "coord", "manag", "dpo", "progr", "chair", "repr", "deput", "analy",
    "refer", "p.dpo", "lead", "idva",
];
const NOBODY: &[&str] = &[];

const fn clear(name: &'static str, text: &'static str, readers: &'static [&'static str]) -> Canary {
    Canary { name, text, readers, is_sealed: false }
}

const fn sealed(
    name: &'static str,
    text: &'static str,
    readers: &'static [&'static str],
) -> Canary {
    Canary { name, text, readers, is_sealed: true }
}

pub(super) const CANARIES: &[Canary] = &[
    clear("ada.given_names", "Adelquist", ADA),
    clear("ada.family_name", "Vanterpoole", ADA),
    clear("ada.other_names", "Zéphyra O'Quillon & Nightwell", ADA),
    clear("ada.date_of_birth", "1931-02-27", ADA),
    clear("ada.own_ref", "V-Kranskop-71", ADA),
    clear("ada.nhs_number", "999 318 2648", ADA),
    clear("ada.ethnicity", "Zanthorpian", ADA),
    clear("ada.gender_identity", "Quillowfluid", ADA),
    clear("ada.sexual_orientation", "Ambrelline", ADA),
    clear("ada.religion", "Luminaryte", ADA),
    clear("ada.disability", "Drowsemere", ADA),
    clear("ada.nationality", "Ruthervanian", ADA),
    clear("ada.language", "Mostlewick", ADA),
    clear("ada.employment", "Lamptrimmer", ADA),
    clear("ada.education_level", "Hedgescholar", ADA),
    sealed("ada.address", "7 Gribbleshaw Mews", SAFETY),
    sealed("ada.postcode", "ZE9 8QX", SAFETY),
    sealed("ada.phone", "07700 900461", SAFETY),
    sealed("ada.email", "snorkwell@adamail.example", SAFETY),
    sealed("ada.odd", "Wimblecroft", SAFETY),
    clear("case.incident", "C-Hobblewick-1", &["chair", "repr", "deput", "analy"]),
    sealed("ada.refuge", "Puddlecotes Refuge", SAFETY),
    sealed("ada.safe_contact", "Whisperdell", SAFETY),
    sealed("ada.school", "Quenchfield", SAFETY),
    sealed("case.incident_place", "ZE7 6QJ", NOBODY),
    sealed("case.incident_odd", "Dravenmoor", NOBODY),
    clear("case.crime_ref", "CR-Plinkhurst", NOBODY),
    clear("case.offence", "Squibmeretort", NOBODY),
    clear("case.outcome", "Trundlemarsh", NOBODY),
    clear("ada.exclusion_words", "Wobbledyke", &["repr"]),
    clear("ada.exclusion_ended_why", "Crankenmoor", NOBODY),
    clear("opening.words", "Pondersleigh", NOBODY),
    clear("bob.given_names", "Borislawe", ADA),
    clear("bob.family_name", "Crumpeldine", ADA),
    clear("bob.own_ref", "S-Nettlecombe", ADA),
    clear("bob.date_of_death", "1999-01-17", ADA),
    sealed("bob.address", "Moffatwell Lane", SAFETY),
    sealed("bob.phone", "07700 900462", SAFETY),
    clear("cleo.given_names", "Cleomarre", CLEO),
    clear("cleo.family_name", "Fustersby", CLEO),
    clear("cleo.own_ref", "R-Wexcombe", CLEO),
    clear("cleo.nhs_number", "999 274 6130", CLEO),
    clear("cleo.religion", "Everflamist", CLEO_OWN),
    clear("case.referral", "M-Hartlestone-1", CLEO),
    sealed("cleo.address", "Pebblethwaite Court", CLEO_SAFETY),
    sealed("case.referral_odd", "Snizzlebury", NOBODY),
    clear("case.involvement_why", "Ditherington", &["coord"]),
    clear("dan.given_names", "Danforthy", CLEO),
    clear("dan.family_name", "Gilderslook", CLEO),
    clear("eve.given_names", "Evangelyne", EVE),
    clear("eve.family_name", "Tottlebridge", EVE),
    clear("eve.own_ref", "V-Thrapsbourne", EVE),
    clear("eve.religion", "Moonhollowite", POLICE),
    sealed("eve.address", "Quernstone Parade", SAFETY),
    clear("gift.necessity", "Grindlebarrow", &["repr", "idva"]),
    clear("gift.decided_by", "Tarquillow", &["repr"]),
    clear("fay.given_names", "Fayolette", FAY),
    clear("fay.family_name", "Marlingspike", FAY),
    clear("fay.own_ref", "V-Oxterhulme", FAY),
    clear("fay.religion", "Tidecallerish", POLICE),
    sealed("fay.postcode", "ZE5 4QB", SAFETY),
    clear("glass.words", "Flummoxley", OFFICERS),
    clear("second_opening.words", "Plumstorke", SAFETY),
    clear("gwen.given_names", "Gwendorra", GWEN),
    clear("gwen.family_name", "Huxtablethorn", GWEN),
    clear("gwen.own_ref", "R-Brindlemoss", GWEN),
    sealed("gwen.address", "Snettisclose Road", GWEN),
    clear("gwen.religion", "Starboughian", GWEN),
    sealed("gwen.phone", "07700 900464", GWEN),
    clear("case.side_referral", "M-Quibbleford-2", GWEN),
    clear("hal.given_names", "Halvardyne", HAL),
    clear("hal.family_name", "Prickwillowe", HAL),
    clear("hal.date_of_birth", "1957-06-19", HAL),
    clear("hal.own_ref", "P-Woozelbeck", GWEN),
    sealed("hal.email", "halbard@prickmail.example", GWEN),
    clear("side.involvement_why", "Wainscotley", &["coord"]),
    // Given and opened before the police worked with him.
    clear("side.gift_necessity", "Sproutenham", &["coord"]),
    clear("call.why", "Quillingbeck", SAFETY),
    clear("side.glass_words", "Bunklethorpe", OFFICERS),
    clear("iris.given_names", "Irisandre", WITH_OFFICE),
    clear("iris.family_name", "Quarreltonby", WITH_OFFICE),
    clear("iris.own_ref_police", "V-Oakumhurst", WITH_OFFICE),
    clear("iris.own_ref_office", "R-Yaxwellian", WITH_OFFICE),
    clear("jess.given_names", "Jessamynde", WITH_OFFICE),
    clear("jess.family_name", "Rookwhistler", WITH_OFFICE),
    clear("kez.given_names", "Kezziahne", WITH_OFFICE),
    clear("kez.family_name", "Thornapplely", WITH_OFFICE),
    clear("review.decision_why", "Bramblewickett", REVIEWERS),
    clear("review.ended_why", "Hexworthyne", &["coord", "analy", "dpo", "p.dpo"]),
    clear("refused.given_names", "Refusandra", NOBODY),
    sealed("refused.address", "Nixworthy Dell", NOBODY),
    // Whoever signed an agreement stands under it.
    clear("staff.name", "Ottobrine Splendlove", SIGNED_IN),
    clear("staff.email", "ottobrine@splendmail.example", DIRECTORY),
    clear("agreement.title", "Moonraker Protocol", SIGNED_IN),
    clear("agreement.purpose", "Dapplemere", SIGNED_IN),
    clear("agreement.acts_for", "Snoutwick", SIGNED_IN),
    clear("agreement.ended_why", "Frostwhyte", SIGNED_IN),
    // Almost the name of somebody on file, so that an officer has it to decide about.
    sealed("declaration.family_name", "Gwelfthorne", OFFICERS),
    sealed("declaration.words", "Hucklebaird", OFFICERS),
    clear("declaration.match_why", "Sprockleton", NOBODY),
    clear("alert.words", "Umberslade", OFFICERS),
    clear("token.name", "Grumblethorpe", &["idva"]),
    clear("import.file_name", "Wrigglesworthy", SENDERS),
    clear("import.unknown_column", "nebblecomb", SENDERS),
];
