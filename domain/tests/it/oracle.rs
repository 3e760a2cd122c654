//! The rules answer as an independent reading of the field's rules does.
//!
//! The reading is a table in words and a small program in another language, in `web/tests/oracle`.
//! It says of every question `yes`, `again`, `no` or `never`, and so does the door. Whatever is
//! taken out of the rules, a policy or one permission of those that it names, the two must part.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod changed;
mod questions;

use self::questions::{Question, is_deep};
use domain::policy::{Basis, Denial, DenialReason, Permission, Rules, permit};
use std::{
    collections::BTreeMap,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
};

/// One permission of one question, and what the oracle answers.
struct Case {
    question: usize,
    permission: Permission,
    expected: String,
    /// The policy that alone decides it, for or against.
    decider: Option<String>,
    found: &'static str,
}

struct Asked {
    rules: Rules,
    questions: Vec<Question>,
    cases: Vec<Case>,
}

fn asked() -> &'static Asked {
    static ASKED: OnceLock<Asked> = OnceLock::new();
    ASKED.get_or_init(|| {
        let (rules, questions) = (Rules::wicken().unwrap(), questions::all());
        let mut cases = Vec::new();
        for ((number, question), expected) in questions.iter().enumerate().zip(answers(&questions))
        {
            assert_eq!(question.permissions.len(), expected.len());
            for (permission, expected) in question.permissions.iter().copied().zip(expected) {
                let answer = ask(&rules, question, permission);
                let (found, decider) = (word(&answer), decider(answer));
                cases.push(Case { question: number, permission, expected, decider, found });
            }
        }
        Asked { rules, questions, cases }
    })
}

/// What the oracle answers to each permission of each question.
fn answers(questions: &[Question]) -> Vec<Vec<String>> {
    let program = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web/tests/oracle/door.py");
    let mut child = Command::new("python3")
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is missing: apt-get install python3");
    let mut input = child.stdin.take().unwrap();
    let asked: String = questions.iter().map(|question| format!("{}\n", question.json())).collect();
    let writer = std::thread::spawn(move || input.write_all(asked.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "the oracle broke: its words are above");
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Vec<String>> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), questions.len());
    answers
}

fn word(answer: &Result<Basis, Denial>) -> &'static str {
    match answer.as_ref().map_err(|denial| &denial.reason) {
        Ok(_) => "yes",
        Err(DenialReason::NeedsFreshSignIn) => "again",
        Err(DenialReason::NotGranted) => "no",
        Err(DenialReason::Forbidden(_)) => "never",
    }
}

fn decider(answer: Result<Basis, Denial>) -> Option<String> {
    let mut ids = match answer.map_err(|denial| denial.reason) {
        Ok(basis) => basis.policies().to_vec(),
        Err(DenialReason::Forbidden(ids)) => ids,
        Err(DenialReason::NeedsFreshSignIn) => vec!["stale-sign-in".to_owned()],
        Err(DenialReason::NotGranted) => Vec::new(),
    };
    ids.pop().filter(|_| ids.is_empty())
}

fn ask(rules: &Rules, question: &Question, permission: Permission) -> Result<Basis, Denial> {
    permit(rules, &question.actor, permission, &question.subject, &question.world)
}

#[test]
fn the_rules_answer_every_question_as_the_oracle_does() {
    let Asked { questions, cases, .. } = asked();
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases {
        *words.entry(case.found).or_default() += 1;
    }
    println!("{} questions, {} answers: {words:?}", questions.len(), cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| case.found != case.expected)
        .map(|case| {
            let Case { permission, expected, found, .. } = case;
            format!("{permission:?}: {found}, not {expected}: {:?}", questions[case.question])
        })
        .collect();
    assert!(wrong.is_empty(), "{} of them: {:#?}", wrong.len(), &wrong[..wrong.len().min(5)]);
    assert_eq!(words.len(), 4, "each answer is given to somebody: {words:?}");
}

#[test]
fn without_any_policy_or_any_permission_that_it_names_the_oracle_disagrees() {
    let asked = asked();
    let removals = changed::removals(&asked.rules);
    assert!(asked.rules.policies().num_of_policies() < removals.len());
    let mut unseen = Vec::new();
    for (policy, permission) in &removals {
        let changed = changed::without(&asked.rules, *permission, policy);
        match seen(asked, &changed, *permission, policy) {
            Some(why) if is_deep() => println!("without {policy} for {permission:?}: {why}"),
            Some(_) => {}
            None => unseen.push(format!("{policy} for {permission:?}")),
        }
    }
    println!("{} removals, each of them seen", removals.len() - unseen.len());
    assert!(unseen.is_empty(), "nobody would notice the loss of: {unseen:#?}");
}

/// How the oracle disagrees with changed rules, on a question that the policy decided alone.
fn seen(asked: &Asked, rules: &Rules, permission: Permission, policy: &str) -> Option<String> {
    let decided = asked
        .cases
        .iter()
        .filter(|case| case.permission == permission && case.decider.as_deref() == Some(policy));
    decided.take(20).find_map(|case| {
        let question = &asked.questions[case.question];
        let found = word(&ask(rules, question, permission));
        (found != case.expected)
            .then(|| format!("{found}, not {}: {}", case.expected, question.json()))
    })
}
