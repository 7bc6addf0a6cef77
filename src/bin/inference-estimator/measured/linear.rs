//! Linear equations.

/// Solves `(normal + damping · diagonal) x = gradient` by Cholesky's method; `normal` is positive definite.
pub fn solve(normal: &[Vec<f64>], gradient: &[f64], damping: f64) -> Vec<f64> {
    let n = gradient.len();
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(n);
    for i in 0..n {
        let mut row = vec![0.0; i + 1];
        for j in 0..=i {
            let at = normal[i][j] + if i == j { damping * normal[i][i] } else { 0.0 };
            let (left, right) = (&row[..j], if i == j { &row[..j] } else { &lower[j][..j] });
            let sum = at - left.iter().zip(right).map(|(a, b)| a * b).sum::<f64>();
            row[j] = if i == j { sum.max(1e-12).sqrt() } else { sum / lower[j][j] };
        }
        lower.push(row);
    }
    let mut y = gradient.to_vec();
    for i in 0..n {
        for k in 0..i {
            y[i] -= lower[i][k] * y[k];
        }
        y[i] /= lower[i][i];
    }
    for i in (0..n).rev() {
        for k in i + 1..n {
            y[i] -= lower[k][i] * y[k];
        }
        y[i] /= lower[i][i];
    }
    y
}
