//! Why somebody looks for a person, or for where a person is.

use crate::coded::coded;

coded! {
    /// What a search is for. Whoever searches says it before anything is looked for.
    SearchPurpose {
        NewContact = "new_contact", "Somebody came to us, and we ask whether we know them";
        CaseWork = "case_work", "Work on a case of ours";
        Meeting = "meeting", "Preparing for a MARAC";
        DataCheck = "data_check", "Checking what our own agency recorded";
        SubjectRequest = "subject_request", "Answering a person who asks what we hold about them";
    }
}

coded! {
    /// What somebody's whereabouts are opened for.
    OpeningReason {
        Contact = "contact", "To reach them safely";
        Visit = "visit", "To visit them, or make their home safer";
        Emergency = "emergency", "They may be in danger now";
        Correction = "correction", "To correct what was recorded";
        SubjectRequest = "subject_request", "To answer their own request";
    }
}
