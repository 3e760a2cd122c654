//! An import begins: the sender is found or added, the door is asked, the run gets its row.

use super::{
    reading::FileKind,
    run::ImportRequest,
    store::{self, NewRun},
};
use crate::{
    agency::{adopt_with_code, find_agency_by_code},
    app::App,
    ctx::{About, Ctx, Record, Visitor},
    error::Error,
};
use domain::{
    agency::{AgencyKind, AgencyName},
    ids::{AgencyId, ImportId},
    policy::{Basis, Permission, Subject},
};

/// An import that was permitted.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    /// Nothing for a dry run.
    pub import: Option<ImportId>,
    /// Nothing for a dry run of a sender who is not known.
    pub agency: Option<AgencyId>,
    pub notice: Option<String>,
}

pub(super) fn begin(app: &App, visitor: &Visitor, request: &ImportRequest) -> Result<Begun, Error> {
    if request.dry_run {
        return app.read(visitor, |ctx| begin_dry(ctx, request));
    }
    let request = request.clone();
    app.change(visitor, move |ctx| begin_run(ctx, &request))
}

fn begin_run(ctx: &mut Ctx<'_>, request: &ImportRequest) -> Result<Begun, Error> {
    let known = find_sender(ctx, request)?;
    let basis = permit(ctx, known)?;
    let (agency, notice) = match known {
        Some(agency) => (agency, None),
        None => add_sender(ctx, request)?,
    };
    let import = ImportId::from_uuid(ctx.new_id());
    let (now, hand) = (ctx.now(), ctx.hand());
    let run = NewRun { id: import, kind: request.kind, agency, file_name: &request.file_name };
    store::insert_run(&mut ctx.tx, &run, (now, hand))?;
    ctx.record(Record::Changed { basis: &basis, about: about(import, agency) })?;
    Ok(Begun { import: Some(import), agency: Some(agency), notice })
}

fn begin_dry(ctx: &mut Ctx<'_>, request: &ImportRequest) -> Result<Begun, Error> {
    let agency = find_sender(ctx, request)?;
    let basis = permit(ctx, agency)?;
    let about = About { kind: "import", id: None, agency };
    ctx.record(Record::Read { basis: &basis, about, classes: &["import"] })?;
    let notice = match agency {
        Some(_) => None,
        None => Some(format!("The agency {} is not known; it would be added.", request.agency)),
    };
    Ok(Begun { import: None, agency, notice })
}

/// A sender who is not known is nobody's own agency.
fn permit(ctx: &mut Ctx<'_>, sender: Option<AgencyId>) -> Result<Basis, Error> {
    let id = sender.unwrap_or_else(|| AgencyId::from_uuid(ctx.new_id()));
    ctx.permit(Permission::ImportFile, Subject::Agency { id, active: true })
}

pub(super) fn about(import: ImportId, agency: AgencyId) -> About {
    About { kind: "import", id: Some(import.uuid()), agency: Some(agency) }
}

fn find_sender(ctx: &mut Ctx<'_>, request: &ImportRequest) -> Result<Option<AgencyId>, Error> {
    match find_agency_by_code(ctx, &request.agency) {
        Ok(agency) => Ok(Some(agency.id)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn add_sender(
    ctx: &mut Ctx<'_>,
    request: &ImportRequest,
) -> Result<(AgencyId, Option<String>), Error> {
    let kind = match request.kind {
        FileKind::Incidents => AgencyKind::Police,
        FileKind::Referrals => AgencyKind::Other,
    };
    let name = AgencyName::parse(request.agency.as_str())?;
    match adopt_with_code(ctx, &request.agency, (&name, kind))? {
        Some(id) => {
            let notice = format!("The agency {name} was not known: added ({}).", kind.words());
            Ok((id, Some(notice)))
        }
        // Another import added it at the same moment.
        None => Ok((find_agency_by_code(ctx, &request.agency)?.id, None)),
    }
}
