//! Every record is known by a UUID, and each kind of record has its own type of id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($( $(#[$meta:meta])* $name:ident; )+) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// Names an agency of the partnership.
    AgencyId;
    /// Names a person who uses Wicken.
    UserId;
    /// Names a person whom agencies hold records about.
    PersonId;
    /// Names one sign-in, from its beginning to its end.
    SessionId;
    /// Names one entry of the ledger.
    EntryId;
    /// Names the bearer token of an agency's system.
    TokenId;
    /// Names something that data protection officers should look at.
    AlertId;
    /// Names one invitation to use Wicken.
    InvitationId;
    /// Names one agency's record of a person: what it said of one party, in its own words.
    RecordId;
    /// Names an incident as one agency recorded it.
    IncidentId;
    /// Names a referral of one agency to a MARAC.
    ReferralId;
    /// Names a MARAC, which meets about the cases of its areas.
    MaracId;
    /// Names an appointment of somebody to a MARAC.
    OfficeId;
    /// Names one reading of an agency's file.
    ImportId;
    /// Names a pair of records that are linked, or that wait for somebody to say so.
    LinkId;
    /// Names one time that somebody broke the glass.
    GlassId;
    /// Names an agreement between agencies about what they share.
    AgreementId;
    /// Names the hours for which somebody is on duty.
    DutyId;
    /// Names one time that a case was opened to another agency's duty team.
    DutyCallId;
    /// Names what an agency gave somebody in an emergency.
    GiftId;
    /// Names the part of an agency in a case.
    InvolvementId;
    /// Names what linkage learnt in one run, so that its weights can be explained later.
    ModelId;
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "0192f0c1-2b3c-7def-8123-456789abcdef";

    #[test]
    fn an_id_reads_what_it_writes() {
        let id: AgencyId = TEXT.parse().unwrap();
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(AgencyId::from_uuid(id.uuid()), id);
    }

    #[test]
    fn an_id_is_a_bare_string_in_json() {
        let id: UserId = TEXT.parse().unwrap();
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{TEXT}\""));
        assert_eq!(serde_json::from_str::<UserId>(&json).unwrap(), id);
    }

    #[test]
    fn what_is_no_uuid_is_no_id() {
        assert!("7".parse::<PersonId>().is_err());
        assert!("".parse::<PersonId>().is_err());
    }
}
