//! What holds for every answer, whatever was asked for.

mod cookies;
mod corpus;
mod forgery;
mod headers;
mod inert;
mod personal_data;
mod redirects;
