//! What the agencies send: files with a canary in each cell that is protected.

/// A file of rows that do not all say the same: one list of cells for each.
pub(super) type Cells = &'static [(&'static str, &'static str)];

pub(super) const INCIDENTS: &[Cells] = &[
    &[
        ("incident_ref", "C-Hobblewick-1"),
        ("reported_on", "2026-08-03"),
        ("area", "Fenland"),
        ("postcode", "ZE7 6QJ"),
        ("children_present", "Dravenmoor"),
        ("crime_refs", "CR-Plinkhurst"),
        ("offence", "Squibmeretort"),
        ("outcome", "Trundlemarsh"),
        ("nebblecomb", "of no meaning"),
        ("victim_given_names", "Adelquist"),
        ("victim_family_name", "Vanterpoole"),
        ("victim_other_names", "Zéphyra O'Quillon & Nightwell"),
        ("victim_date_of_birth", "1931-02-27"),
        ("victim_age", "Wimblecroft"),
        ("victim_ref", "V-Kranskop-71"),
        ("victim_nhs_number", "9993182648"),
        ("victim_ethnicity", "Zanthorpian"),
        ("victim_gender_identity", "Quillowfluid"),
        ("victim_sexual_orientation", "Ambrelline"),
        ("victim_religion", "Luminaryte"),
        ("victim_disability", "Drowsemere"),
        ("victim_nationality", "Ruthervanian"),
        ("victim_language", "Mostlewick"),
        ("victim_employment", "Lamptrimmer"),
        ("victim_education_level", "Hedgescholar"),
        ("victim_address", "7 Gribbleshaw Mews"),
        ("victim_postcode", "ZE9 8QX"),
        ("victim_phone", "07700 900461"),
        ("victim_email", "snorkwell@adamail.example"),
        ("suspect_given_names", "Borislawe"),
        ("suspect_family_name", "Crumpeldine"),
        ("suspect_ref", "S-Nettlecombe"),
        ("suspect_date_of_death", "1999-01-17"),
        ("suspect_address", "3 Moffatwell Lane"),
        ("suspect_phone", "07700 900462"),
    ],
    &[
        ("incident_ref", "I-3"),
        ("reported_on", "2026-08-04"),
        ("area", "Fenland"),
        ("victim_given_names", "Evangelyne"),
        ("victim_family_name", "Tottlebridge"),
        ("victim_date_of_birth", "1971-05-06"),
        ("victim_ref", "V-Thrapsbourne"),
        ("victim_religion", "Moonhollowite"),
        ("victim_address", "12 Quernstone Parade"),
    ],
    &[
        ("incident_ref", "I-4"),
        ("reported_on", "2026-08-05"),
        ("area", "Fenland"),
        ("victim_given_names", "Fayolette"),
        ("victim_family_name", "Marlingspike"),
        ("victim_date_of_birth", "1968-03-04"),
        ("victim_ref", "V-Oxterhulme"),
        ("victim_religion", "Tidecallerish"),
        ("victim_postcode", "ZE5 4QB"),
    ],
    &[
        ("incident_ref", "I-5"),
        ("reported_on", "2026-08-06"),
        ("area", "Fenland"),
        ("victim_given_names", "Irisandre"),
        ("victim_family_name", "Quarreltonby"),
        ("victim_date_of_birth", "1990-11-12"),
        ("victim_nhs_number", "9996418375"),
        ("victim_ref", "V-Oakumhurst"),
    ],
    &[
        ("incident_ref", "I-6"),
        ("reported_on", "2026-08-07"),
        ("area", "Fenland"),
        ("victim_given_names", "Jessamynde"),
        ("victim_family_name", "Rookwhistler"),
    ],
    &[
        ("incident_ref", "I-7"),
        ("reported_on", "2026-08-08"),
        ("area", "Fenland"),
        ("victim_given_names", "Jessamynde"),
        ("victim_family_name", "Rookwhistler"),
    ],
    &[
        ("incident_ref", "I-8"),
        ("reported_on", "2026-08-09"),
        ("area", "Fenland"),
        ("victim_given_names", "Kezziahne"),
        ("victim_family_name", "Thornapplely"),
    ],
    &[
        ("incident_ref", "I-9"),
        ("reported_on", "2026-08-10"),
        ("area", "Fenland"),
        ("victim_given_names", "Kezziahne"),
        ("victim_family_name", "Thornapplely"),
    ],
    // Refused: of it nothing is kept but the reference.
    &[
        ("incident_ref", "I-10"),
        ("reported_on", "no day"),
        ("area", "Fenland"),
        ("victim_given_names", "Refusandra"),
        ("victim_address", "5 Nixworthy Dell"),
    ],
];

pub(super) const REFERRALS: &[Cells] = &[
    &[
        ("referral_ref", "M-Hartlestone-1"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", "FEN-POLICE"),
        ("referred_on", "2026-09-01"),
        ("heard_on", "2026-09-22"),
        ("status", "accepted"),
        ("area", "Fenland"),
        ("checklist_score", "Snizzlebury"),
        ("victim_given_names", "Cleomarre"),
        ("victim_family_name", "Fustersby"),
        ("victim_date_of_birth", "1977-07-08"),
        ("victim_ref", "R-Wexcombe"),
        ("victim_nhs_number", "9992746130"),
        ("victim_religion", "Everflamist"),
        ("victim_address", "4 Pebblethwaite Court"),
        ("perpetrator_given_names", "Danforthy"),
        ("perpetrator_family_name", "Gilderslook"),
    ],
    &[
        ("referral_ref", "M-Quibbleford-2"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", "AMBER-HOUSE"),
        ("referred_on", "2026-09-02"),
        ("heard_on", "2026-09-22"),
        ("status", "accepted"),
        ("area", "Fenland"),
        ("victim_given_names", "Gwendorra"),
        ("victim_family_name", "Huxtablethorn"),
        ("victim_date_of_birth", "1985-01-02"),
        ("victim_ref", "R-Brindlemoss"),
        ("victim_religion", "Starboughian"),
        ("victim_address", "9 Snettisclose Road"),
        ("victim_phone", "07700 900464"),
        ("perpetrator_given_names", "Halvardyne"),
        ("perpetrator_family_name", "Prickwillowe"),
        ("perpetrator_date_of_birth", "1957-06-19"),
        ("perpetrator_ref", "P-Woozelbeck"),
        ("perpetrator_email", "halbard@prickmail.example"),
    ],
    &[
        ("referral_ref", "R-3"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", "FEN-POLICE"),
        ("referred_on", "2026-09-03"),
        ("heard_on", "2026-09-22"),
        ("status", "accepted"),
        ("area", "Fenland"),
        ("victim_given_names", "Irisandre"),
        ("victim_family_name", "Quarreltonby"),
        ("victim_date_of_birth", "1990-11-12"),
        ("victim_nhs_number", "9996418375"),
        ("victim_ref", "R-Yaxwellian"),
    ],
];

/// Whom to look for, spelt otherwise than recorded: what somebody typed stays in the form.
pub(super) const SOUGHT: &[(&str, &str, &str)] = &[
    ("Adelquyst", "Vanterpool", "1931-02-26"),
    ("Borislaw", "Crumpeldin", ""),
    ("Cleomar", "Fusterby", "1977-07-08"),
    ("Danforth", "Gilderslok", ""),
    ("Evangelin", "Totlebridge", "1971-05-06"),
    ("Fayolet", "Marlingspik", "1968-03-04"),
    ("Gwendora", "Huxtabelthorn", "1985-01-02"),
    ("Halvard", "Prickwillow", ""),
    ("Irisandra", "Quarreltonbee", "1990-11-12"),
    ("Jessamynd", "Rookwhistle", ""),
    ("Kezziahn", "Thornapple", ""),
];

pub(super) fn csv(rows: &[Cells]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for (column, _) in rows.iter().flat_map(|row| row.iter()) {
        if !columns.contains(column) {
            columns.push(column);
        }
    }
    let mut text = format!("{}\n", columns.join(","));
    for row in rows {
        let cell =
            |column: &&str| row.iter().find(|(name, _)| name == column).map_or("", |it| it.1);
        let cells: Vec<&str> = columns.iter().map(cell).collect();
        text.push_str(&format!("{}\n", cells.join(",")));
    }
    text
}
