//! Bars and a histogram as SVG, each with words for whoever does not see it.

/// Bits at which a bar is full.
const FULL: f64 = 25.0;

/// A bar to the left for a weight against, to the right for one in favour.
pub(super) fn bar(bits: f64) -> String {
    let length = (bits.abs().min(FULL) / FULL * 60.0).max(0.5);
    let (from, class) = if bits < 0.0 { (60.0 - length, "against") } else { (60.0, "for") };
    format!(
        "<svg role=\"img\" width=\"120\" height=\"12\" viewBox=\"0 0 120 12\"><title>{bits:+.1} \
         bits</title><rect class=\"{class}\" x=\"{from:.1}\" y=\"1\" width=\"{length:.1}\" \
         height=\"10\"/><line x1=\"60\" x2=\"60\" y1=\"0\" y2=\"12\" stroke=\"#0b0c0c\"/></svg>"
    )
}

/// Most columns of a histogram; what weighs more stands in the last one.
const COLUMNS: usize = 24;
/// Bits a column.
const STEP: f64 = 2.0;
const LOWEST: f64 = -6.0;

/// How many pairs have which weight, with named thresholds.
pub(super) fn histogram(weights: &[f64], thresholds: [(&str, f64); 2]) -> String {
    let mut counts = [0usize; COLUMNS];
    for weight in weights {
        let column = ((weight - LOWEST) / STEP).clamp(0.0, (COLUMNS - 1) as f64);
        // Clamped to the columns there are.
        let at = (0..COLUMNS).rev().find(|at| *at as f64 <= column).unwrap_or_default();
        counts[at] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or_default().max(1) as f64;
    let mut drawn = String::new();
    for (at, count) in counts.iter().enumerate().filter(|(_, count)| 0 < **count) {
        let (x, height) = (at * 20, (*count as f64 / most * 120.0).max(1.0));
        let from = LOWEST + at as f64 * STEP;
        drawn.push_str(&format!(
            "<rect class=\"bar\" x=\"{x}\" y=\"{:.1}\" width=\"18\" height=\"{height:.1}\">\
             <title>from {from:+.0} bits: {count} pairs</title></rect>",
            140.0 - height
        ));
    }
    for (row, (name, bits)) in thresholds.into_iter().enumerate() {
        let (x, y) = ((bits - LOWEST) / STEP * 20.0, 10 + 12 * row);
        drawn.push_str(&format!(
            "<line class=\"line\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"0\" y2=\"140\"/>\
             <text x=\"{:.1}\" y=\"{y}\" font-size=\"11\">{name} {bits:+.1}</text>",
            x + 3.0
        ));
    }
    for at in (0..COLUMNS).step_by(3) {
        let bits = LOWEST + at as f64 * STEP;
        let x = at * 20;
        drawn.push_str(&format!("<text x=\"{x}\" y=\"156\" font-size=\"11\">{bits:+.0}</text>"));
    }
    format!(
        "<svg role=\"img\" aria-labelledby=\"histogram histogram-words\" width=\"480\" \
         height=\"160\" viewBox=\"0 0 480 160\"><title id=\"histogram\">Pairs by weight in bits\
         </title><desc id=\"histogram-words\">{} pairs that were kept; the highest column has \
         {most} of them. The dashed lines are the two thresholds.</desc>{drawn}</svg>\n",
        weights.len()
    )
}
