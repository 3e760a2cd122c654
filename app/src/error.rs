//! What an operation can answer instead of its outcome, by who must act.

use crate::{
    db::{DbError, OpenError},
    keys::{FieldBroken, KeyringBroken},
};
use domain::{
    agency::{AgencyCodeRefused, NameRefused},
    agreement::{SharingWordsRefused, TermsRefused},
    alert::AlertWordsRefused,
    declaration::DeclarationRefused,
    disclosure::GiftRefused,
    duty::DutyRefused,
    exclusion::ExclusionWordsRefused,
    glass::GlassWordsRefused,
    performance::QuestionRefused,
    person::NhsNumberRefused,
    policy::{Denial, RulesBroken},
    user::{EmailRefused, PasswordRefused, StepRefused},
    whereabouts::WhereaboutsRefused,
};

/// Why an operation did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there, or the asker may not know that it is: the two are one answer.
    #[error("there is no such record")]
    NotFound,
    /// Nobody is signed in, or no longer.
    #[error("sign in first")]
    SignInNeeded,
    /// The asker may know of it, but may not do this.
    #[error(transparent)]
    Denied(#[from] Denial),
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The asker can mend it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Nothing was changed; the same again may do.
    #[error("Wicken is busy; nothing was changed")]
    Busy,
    /// The change may have happened or not: the same request again tells.
    #[error("the change was not confirmed; send the same request again")]
    NotConfirmed,
    /// Nothing is shown that cannot be recorded.
    #[error("the ledger cannot be written, so nothing is shown")]
    LedgerUnavailable,
    #[error(transparent)]
    Storage(DbError),
    #[error("a rule of the house is broken: {0}")]
    Broken(String),
}

/// Two writes that cannot both be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    #[error("someone changed this while you were working")]
    Changed { version: i64 },
    #[error("this request was sent before with another content")]
    RequestReused,
    #[error("this request is being worked on")]
    RequestUnderWay,
}

/// What the asker can mend, by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    AgencyCode(#[from] AgencyCodeRefused),
    #[error("an agency with this code is there already: choose another code")]
    AgencyCodeTaken,
    #[error("this is no kind of agency: choose one such as police, idva or housing")]
    AgencyKind,
    #[error(transparent)]
    Name(#[from] NameRefused),
    #[error(transparent)]
    Email(#[from] EmailRefused),
    #[error("someone with this e-mail address uses Wicken already")]
    EmailTaken,
    #[error(transparent)]
    Password(#[from] PasswordRefused),
    #[error("the code is wrong or was used before: wait for the next one")]
    Code,
    #[error("the password is wrong")]
    WrongPassword,
    #[error(transparent)]
    Step(#[from] StepRefused),
    #[error("an area's code has 1 to 20 letters and digits, such as E07000010")]
    AreaCode,
    #[error("an area's name has 1 to 120 characters")]
    AreaName,
    #[error("an area with this code or name is there already")]
    AreaTaken,
    #[error(transparent)]
    Question(#[from] QuestionRefused),
    #[error("the agency is suspended: restore it first")]
    AgencySuspended,
    #[error("say why, in 1 to 2,000 characters")]
    LinkWhy,
    #[error(
        "this may tell where somebody is: take it out, or send it with `why_checked` when it does \
         not, or has to stand there"
    )]
    TellsWhere,
    #[error("say whether they are one person: `same`, `different` or `unsure`")]
    LinkVerdict,
    #[error("this invitation was used, has ended or never was: ask for a new one")]
    Invitation,
    #[error("give the token a name of at most 120 characters")]
    TokenName,
    #[error(transparent)]
    AlertWords(#[from] AlertWordsRefused),
    #[error("choose what came of it")]
    AlertOutcome,
    #[error("somebody has said what came of this already")]
    AlertSettled,
    #[error(transparent)]
    Declaration(#[from] DeclarationRefused),
    #[error("somebody has decided about this already")]
    MatchDecided,
    #[error(transparent)]
    ExclusionWords(#[from] ExclusionWordsRefused),
    #[error("this person excludes them already")]
    ExclusionStands,
    #[error("somebody else has to end an exclusion that you made")]
    OwnExclusion,
    #[error("a token ends within a year: choose 1 to 366 days")]
    TokenDays,
    #[error("choose what the search is for")]
    SearchPurpose,
    #[error(
        "that is too little to search by: give both names, one name with a whole date of birth or \
         a postcode, an NHS number, or a phone number"
    )]
    SearchTooLittle,
    #[error(
        "that is too little to search by: give both names, one name with a whole date of birth, or \
         an NHS number"
    )]
    SearchTooLittleByName,
    #[error(
        "only those who may open where somebody lives search by a postcode or a phone number: \
         leave this empty"
    )]
    SearchByPlace,
    #[error("that is too long to be a name, postcode or phone number: use at most 120 characters")]
    SearchTooLong,
    #[error("a date of birth is a year, a month and a year, or a whole date, such as 9 3 1984")]
    SearchBirth,
    #[error(transparent)]
    NhsNumber(#[from] NhsNumberRefused),
    #[error(
        "you have searched as often as anyone may within an hour: wait a while. If your work \
         needs more, tell the coordinator"
    )]
    SearchesUsedUp,
    #[error("choose why this cannot wait")]
    GlassReason,
    #[error(transparent)]
    GlassWords(#[from] GlassWordsRefused),
    #[error("give all three: given names, family name and the whole date of birth")]
    GlassWhom,
    #[error(
        "you have broken the glass as often as anyone may within an hour: call your data \
         protection officer"
    )]
    GlassUsedUp,
    #[error("it has ended already")]
    GlassEnded,
    #[error(transparent)]
    Terms(#[from] TermsRefused),
    #[error(transparent)]
    SharingWords(#[from] SharingWordsRefused),
    #[error("your agency is no party of this agreement")]
    NoParty,
    #[error("your agency has signed this agreement already")]
    SignedAlready,
    #[error("this agreement has ended or run out")]
    AgreementOver,
    #[error("the review lies in the past: choose a day to come")]
    ReviewPast,
    #[error("this agency is involved in that time already: end that first")]
    InvolvedAlready,
    #[error("the agency that holds or referred a case is in it by itself")]
    InvolvesItself,
    #[error("their role is not what this part is for: a chair chairs, a coordinator coordinates")]
    AppointmentRole,
    #[error("they are appointed to this MARAC already: end that first")]
    AppointedAlready,
    #[error("a MARAC cannot stand in for itself: choose another one")]
    OwnNeighbour,
    #[error("the last day lies before the first")]
    InvolvementDays,
    #[error(transparent)]
    Duty(#[from] DutyRefused),
    #[error("they are on duty in these hours already: end that first")]
    OnDutyAlready,
    #[error("this duty has ended already")]
    DutyEnded,
    #[error("somebody of this role serves on no duty team: choose who is asked for help")]
    NoDutyRole,
    #[error("its duty team is called to this case already")]
    CalledAlready,
    #[error("this call has ended already")]
    CallEnded,
    #[error("decide about what was found: that settles it")]
    AlertOfMatch,
    #[error(transparent)]
    Gift(#[from] GiftRefused),
    #[error("nobody who uses Wicken at present has this e-mail address")]
    GiftToNobody,
    #[error("they are of your own agency: what it holds is theirs to read by their role")]
    GiftToOwn,
    #[error("this person excludes them: give it to somebody else")]
    GiftToExcluded,
    #[error(
        "they work on the side of the alleged perpetrator: whoever keeps the case says that they do"
    )]
    GiftToPerpetratorSide,
    #[error("choose why you need to know")]
    OpeningReason,
    #[error("say in 3 to 500 characters what you need it for")]
    OpeningWords,
    #[error(transparent)]
    Whereabouts(#[from] WhereaboutsRefused),
    #[error("you have asked already: a second person of another agency has to answer")]
    SecondAsked,
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => Error::Busy,
            DbError::NotConfirmed(_) => Error::NotConfirmed,
            DbError::Unique(_)
            | DbError::Full
            | DbError::Undone
            | DbError::Damaged(_)
            | DbError::Column { .. }
            | DbError::Pool(_)
            | DbError::Stopped
            | DbError::Sqlite(_)
            | DbError::Postgres(_)
            | DbError::Panicked(_) => Error::Storage(error),
        }
    }
}

/// Everything that a domain concept refuses is the asker's to mend.
macro_rules! refused {
    ($($type:ty),*) => { $(
        impl From<$type> for Error {
            fn from(error: $type) -> Self { Error::Refused(error.into()) }
        }
    )* };
}

refused!(
    AgencyCodeRefused,
    AlertWordsRefused,
    DeclarationRefused,
    EmailRefused,
    ExclusionWordsRefused,
    DutyRefused,
    GiftRefused,
    GlassWordsRefused,
    NameRefused,
    NhsNumberRefused,
    PasswordRefused,
    QuestionRefused,
    SharingWordsRefused,
    StepRefused,
    TermsRefused,
    WhereaboutsRefused
);

impl From<FieldBroken> for Error {
    fn from(error: FieldBroken) -> Self {
        match error {
            FieldBroken::Db(error) => error.into(),
            FieldBroken::Erased | FieldBroken::Tampered { .. } | FieldBroken::Keyring(_) => {
                Error::Broken(error.to_string())
            }
        }
    }
}

/// `App` cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Keyring(#[from] KeyringBroken),
    #[error("the rules of access do not hold together: {0}")]
    Rules(#[from] RulesBroken),
    #[error("the spool of the ledger, {path}: {why}", path = path.display())]
    Spool { path: std::path::PathBuf, why: String },
    #[error("{0}")]
    Other(String),
}

impl From<DbError> for StartError {
    fn from(error: DbError) -> Self {
        StartError::Open(error.into())
    }
}
