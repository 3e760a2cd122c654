//! Whether it works: periods, exact figures, indicators, reports and targets, all from counts.

mod catalogue;
mod csv;
pub mod indicator;
pub mod measures;
mod notes;
pub mod period;
pub mod report;
pub mod rounding;
pub mod target;

pub use catalogue::catalogue_text;
pub use indicator::{Direction, Indicator, IndicatorDefinition, Polarity, catalogue, definition};
pub use measures::{CaseCounts, Form, Measure, Share, dataset_report, measures};
pub use period::{Period, PeriodRefused, Slice, financial_year_key, month_key, quarter_key};
pub use report::{
    By, Count, Figures, Findings, NOT_KNOWN, Question, QuestionRefused, Reductions, Report, Row,
    Tally, make_report,
};
pub use rounding::Tenths;
pub use target::{
    STRATEGY_TARGETS, Target, TargetKind, TargetReport, TargetRow, Verdict, judge, judge_rate,
    needed,
};
