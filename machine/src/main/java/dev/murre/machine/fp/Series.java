package dev.murre.machine.fp;

/// Exponential, logarithm, sine, cosine and arc tangent of [DoubleDouble]s in small ranges, to a
/// relative error of about 2^-100.
final class Series {
    private static final int FACTORIALS = 30;
    private static final double[] INVERSE_HI = new double[FACTORIALS];
    private static final double[] INVERSE_LO = new double[FACTORIALS];

    static {
        DoubleDouble value = new DoubleDouble().set(1, 0);
        for (int n = 0; n < FACTORIALS; n++) {
            if (n > 0) {
                value.divide(new DoubleDouble().set(n, 0));
            }
            INVERSE_HI[n] = value.hi;
            INVERSE_LO[n] = value.lo;
        }
    }

    private Series() {}

    /// Halvings of the argument of [#exponentialMinusOne], and the terms that suffice after them.
    private static final int HALVINGS = 8;

    private static final int EXPONENTIAL_TERMS = 13;

    /// x becomes e^x - 1, for |x| ≤ 0.7.
    static DoubleDouble exponentialMinusOne(DoubleDouble x) {
        DoubleDouble r = new DoubleDouble().set(x).scale(0x1p-8);
        DoubleDouble sum = new DoubleDouble();
        sum.set(INVERSE_HI[EXPONENTIAL_TERMS], INVERSE_LO[EXPONENTIAL_TERMS]);
        for (int n = EXPONENTIAL_TERMS - 1; n >= 1; n--) {
            sum.multiply(r).add(INVERSE_HI[n], INVERSE_LO[n]);
        }
        sum.multiply(r);
        for (int i = 0; i < HALVINGS; i++) {
            r.set(sum).add(2, 0);
            sum.multiply(r);
        }
        return x.set(sum);
    }

    /// x becomes log((1 + x) / (1 - x)) / 2, its inverse hyperbolic tangent, for |x| ≤ 0.03.
    private static DoubleDouble inverseHyperbolic(DoubleDouble x) {
        return oddReciprocals(x, 1);
    }

    /// x + s·x³/3 + s²·x⁵/5 + … for |x| ≤ 0.06.
    private static DoubleDouble oddReciprocals(DoubleDouble x, int sign) {
        DoubleDouble square = new DoubleDouble().set(x).multiply(x).scale(sign);
        DoubleDouble sum = new DoubleDouble();
        DoubleDouble term = new DoubleDouble();
        for (int n = 27; n >= 1; n -= 2) {
            term.set(1, 0).divide(new DoubleDouble().set(n, 0));
            sum.multiply(square).add(term);
        }
        return x.multiply(sum);
    }

    /// The largest |x| for which [#logarithmNearOne] is good.
    static final double NEAR_ONE = 0.05;

    /// x becomes log(1 + x), for |x| ≤ [#NEAR_ONE], relatively precise however small x is.
    static DoubleDouble logarithmNearOne(DoubleDouble x) {
        DoubleDouble divisor = new DoubleDouble().set(2, 0).add(x);
        return inverseHyperbolic(x.divide(divisor)).scale(2);
    }

    /// x becomes log x, for x from 0.7 to 1.5.
    static DoubleDouble logarithm(DoubleDouble x) {
        DoubleDouble fromOne = new DoubleDouble().set(x).add(-1, 0);
        if (Math.abs(fromOne.hi) <= NEAR_ONE) {
            return x.set(logarithmNearOne(fromOne));
        }
        double guess = Math.log(x.hi);
        DoubleDouble rest = exponentialMinusOne(new DoubleDouble().set(-guess, 0));
        rest.multiply(x).add(fromOne);
        DoubleDouble square = new DoubleDouble().set(rest).multiply(rest).scale(-0.5);
        return x.set(guess, 0).add(rest.add(square));
    }

    /// The sine of x, for |x| ≤ 0.8.
    static DoubleDouble sine(DoubleDouble x) {
        return alternating(x, 27).multiply(x);
    }

    /// The cosine of x, for |x| ≤ 0.8.
    static DoubleDouble cosine(DoubleDouble x) {
        return alternating(x, 28);
    }

    /// The sum of ±x^(n - p)/n! over n of the parity p of `last`, in a new number.
    private static DoubleDouble alternating(DoubleDouble x, int last) {
        DoubleDouble square = new DoubleDouble().set(x).multiply(x).negate();
        DoubleDouble sum = new DoubleDouble().set(INVERSE_HI[last], INVERSE_LO[last]);
        for (int n = last - 2; n >= 0; n -= 2) {
            sum.multiply(square).add(INVERSE_HI[n], INVERSE_LO[n]);
        }
        return sum;
    }

    /// x becomes its arc tangent, for x from 0 to 1.
    static DoubleDouble arcTangent(DoubleDouble x) {
        if (x.hi <= NEAR_ONE) {
            return oddReciprocals(x, -1);
        }
        double guess = Math.atan(x.hi);
        DoubleDouble angle = new DoubleDouble().set(guess, 0);
        DoubleDouble sine = sine(angle);
        DoubleDouble cosine = cosine(angle);
        DoubleDouble divisor = new DoubleDouble().set(x).multiply(sine).add(cosine);
        x.multiply(cosine).subtract(sine).divide(divisor);
        return x.add(guess, 0);
    }
}
