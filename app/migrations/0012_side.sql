-- Whoever works in a case with the alleged perpetrator: they read nothing of it but that there is a
-- risk. An involvement that stands here is no party to the case, whatever its part.
create table perpetrator_side (
    involvement_id {uuid} primary key references involvement (involvement_id)
) {strict};
