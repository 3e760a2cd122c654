//! Where people of the invented county live: real districts, invented villages and streets.

/// A district as files call it.
pub(crate) struct Area {
    pub(crate) name: &'static str,
    /// The code of the Office for National Statistics.
    pub(crate) code: &'static str,
    /// The letters of its postcodes.
    letters: &'static str,
    villages: [&'static str; 8],
}

pub(crate) const AREAS: [Area; 6] = [
    Area {
        name: "Cambridge",
        code: "E07000008",
        letters: "CB",
        villages: [
            "Quayfields",
            "Sedgehill",
            "Almoners Green",
            "Kestrel Park",
            "Oldlock",
            "Chandlers Piece",
            "Northmeads",
            "Tollbarn",
        ],
    },
    Area {
        name: "East Cambridgeshire",
        code: "E07000009",
        letters: "CB",
        villages: [
            "Lodewater",
            "Eelham",
            "Wendreach",
            "Sutterby Fen",
            "Osierhithe",
            "Great Haddle",
            "Little Haddle",
            "Prior's Lode",
        ],
    },
    Area {
        name: "Fenland",
        code: "E07000010",
        letters: "PE",
        villages: [
            "Wickmere St Guthlac",
            "Blackdrove",
            "Eastsluice",
            "Turvesea",
            "Coldwash",
            "Saltern End",
            "Withybank",
            "Marshgate Cross",
        ],
    },
    Area {
        name: "Huntingdonshire",
        code: "E07000011",
        letters: "PE",
        villages: [
            "Ousebridge",
            "Hartsey",
            "Monks Stoke",
            "Upper Penmoor",
            "Ravelsby",
            "Millbrook Regis",
            "Thorpe Ansel",
            "Warrenhoe",
        ],
    },
    Area {
        name: "South Cambridgeshire",
        code: "E07000012",
        letters: "CB",
        villages: [
            "Granthorpe",
            "Ashwellbury",
            "Chalkden",
            "Long Orley",
            "Nether Orley",
            "Shepwade",
            "Barrowlow",
            "Clunchfield",
        ],
    },
    Area {
        name: "Peterborough",
        code: "E06000031",
        letters: "PE",
        villages: [
            "Nenegate",
            "Brickhill",
            "Saxonfield",
            "Deacons Bank",
            "Eastmoor",
            "Paxbridge",
            "Cathedral Ward",
            "Orchard Weir",
        ],
    },
];

const STREETS: &str = "Larkspur Willow Foundry Chequer Bullrush Tenter Saddlers Heron Bittern \
    Plough Windmill Drovers Sluice Pound Abbey Chantry Maltings Granary Tannery Wharf Lock Ferry \
    Osier Alder Hawthorn Blackthorn Elder Rowan Spindle Maple Chestnut Walnut Mulberry Medlar \
    Quince Damson Bramley Pippin Russet Orchard Meadow Paddock Croft Glebe Vicarage Rectory \
    Priory Cloister Bishops Deans Canon Curlew Plover Lapwing Snipe Teal Mallard Widgeon Swift \
    Martin Fieldfare Redwing Wagtail Warbler Nightjar Barley Wheatsheaf Harvest Sickle Scythe \
    Harrow Furrow Ridgeway Causeway Dyke Embankment Staithe Hythe Reed Sedge Rush Iris Flag \
    Marigold Campion Teasel Yarrow Tansy Comfrey Borage Lavender Thyme Saffron Woad Flax Hemp \
    Weaver Fuller Dyer Cooper Wheelwright Farrier Thatcher Fletcher Potter Brickfield Kiln Quarry \
    Clunch Chalk Gravel Spring Well Conduit Mill Weir Eddy Victoria Albert Coronation Jubilee \
    Alma Trafalgar Nelson Wellington Cromwell Hereward Ethel Edith Oswin Godric";

const KINDS: [(&str, &str); 16] = [
    ("Road", "Rd"),
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Close", "Cl"),
    ("Lane", "Ln"),
    ("Drive", "Dr"),
    ("Way", "Way"),
    ("Crescent", "Cres"),
    ("Court", "Ct"),
    ("Place", "Pl"),
    ("Gardens", "Gdns"),
    ("Grove", "Gr"),
    ("Terrace", "Terr"),
    ("Drove", "Drv"),
    ("Green", "Grn"),
    ("Walk", "Wlk"),
];

/// The letters that end a postcode: C, I, K, M, O and V are not used there.
const UNIT_LETTERS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    House {
        area: u8,
        village: u8,
        street: u16,
        number: u8,
        /// 0: the whole house.
        flat: u8,
    },
    /// A place that is kept out of every file.
    Refuge {
        area: u8,
    },
    NoFixedAbode {
        area: u8,
    },
}

impl Home {
    pub(crate) fn area(self) -> usize {
        let (Self::House { area, .. } | Self::Refuge { area } | Self::NoFixedAbode { area }) = self;
        usize::from(area)
    }
}

pub(crate) struct Places {
    stems: Vec<&'static str>,
    /// The more people, the more streets a village has.
    pub(crate) streets_per_village: usize,
}

impl Places {
    pub(crate) fn of_scale(scale: f64) -> Self {
        let stems: Vec<_> = STREETS.split_whitespace().collect();
        let most = stems.len() * KINDS.len();
        let streets_per_village = ((24.0 * scale) as usize).clamp(6, most);
        Self { stems, streets_per_village }
    }

    /// `(Flat 2, 14 Larkspur Road, Quayfields)`: the part before the street, street, kind, village.
    pub(crate) fn house(&self, home: Home) -> Option<House> {
        let Home::House { area, village, street, number, flat } = home else { return None };
        let here = usize::from(area) * 8 + usize::from(village);
        let (street, rest) = (usize::from(street), self.stems.len());
        let stem = (street + here * 17) % rest;
        let kind = KINDS[(street / rest + stem * 5 + here * 3) % KINDS.len()];
        Some(House {
            flat,
            number,
            street: self.stems[stem],
            kind: kind.0,
            short_kind: kind.1,
            village: AREAS[usize::from(area)].villages[usize::from(village)],
        })
    }

    /// Of the shape of a real one, in outward codes CB90 to CB99 and PE90 to PE99, where nobody
    /// lives.
    pub(crate) fn postcode(&self, home: Home) -> Option<String> {
        let Home::House { area, village, street, number, .. } = home else { return None };
        let area = usize::from(area);
        // Three areas share each pair of letters.
        let rank = AREAS[..area].iter().filter(|a| a.letters == AREAS[area].letters).count();
        let street =
            (rank * 8 + usize::from(village)) * self.streets_per_village + usize::from(street);
        let unit = (street * 3 + usize::from(number) / 30) % 40_000;
        let (district, sector, rest) = (99 - unit / 4_000, unit / 400 % 10, unit % 400);
        let (one, two) = (UNIT_LETTERS[rest / 20] as char, UNIT_LETTERS[rest % 20] as char);
        Some(format!("{}{district} {sector}{one}{two}", AREAS[area].letters))
    }
}

/// The parts of an address, for whoever writes it in their own way.
pub(crate) struct House {
    pub(crate) flat: u8,
    pub(crate) number: u8,
    pub(crate) street: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) short_kind: &'static str,
    pub(crate) village: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_streets_of_a_village_have_one_name() {
        let places = Places::of_scale(100.0);
        let names: BTreeSet<_> = (0..places.streets_per_village)
            .filter_map(|street| {
                let street = street as u16;
                places.house(Home::House { area: 2, village: 3, street, number: 1, flat: 0 })
            })
            .map(|house| (house.street, house.kind))
            .collect();
        assert_eq!(names.len(), places.streets_per_village);
    }

    #[test]
    fn at_scale_1_every_postcode_is_in_cb99_or_pe99() {
        let places = Places::of_scale(1.0);
        let last = (places.streets_per_village - 1) as u16;
        for (area, expected) in [(4, "CB99 "), (5, "PE99 ")] {
            let home = Home::House { area, village: 7, street: last, number: 89, flat: 0 };
            let postcode = places.postcode(home).unwrap();
            assert!(postcode.starts_with(expected), "{postcode}");
        }
        assert_eq!(places.postcode(Home::Refuge { area: 1 }), None);
    }
}
