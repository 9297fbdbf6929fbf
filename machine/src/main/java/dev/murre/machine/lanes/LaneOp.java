package dev.murre.machine.lanes;

/// The lane functions, numbered by their ordinals for the IR's LANE operations.
public enum LaneOp {
    ADD_B(Shape.XY, Lanes.class, "addB"),
    ADD_W(Shape.XY, Lanes.class, "addW"),
    ADD_D(Shape.XY, Lanes.class, "addD"),
    SUB_B(Shape.XY, Lanes.class, "subB"),
    SUB_W(Shape.XY, Lanes.class, "subW"),
    SUB_D(Shape.XY, Lanes.class, "subD"),
    ADD_SATURATE_UNSIGNED_B(Shape.XY, Lanes.class, "addSaturateUnsignedB"),
    ADD_SATURATE_UNSIGNED_W(Shape.XY, Lanes.class, "addSaturateUnsignedW"),
    SUB_SATURATE_UNSIGNED_B(Shape.XY, Lanes.class, "subSaturateUnsignedB"),
    SUB_SATURATE_UNSIGNED_W(Shape.XY, Lanes.class, "subSaturateUnsignedW"),
    ADD_SATURATE_B(Shape.XY, Lanes.class, "addSaturateB"),
    ADD_SATURATE_W(Shape.XY, Lanes.class, "addSaturateW"),
    SUB_SATURATE_B(Shape.XY, Lanes.class, "subSaturateB"),
    SUB_SATURATE_W(Shape.XY, Lanes.class, "subSaturateW"),
    EQUAL_B(Shape.XY, Lanes.class, "equalB"),
    EQUAL_W(Shape.XY, Lanes.class, "equalW"),
    EQUAL_D(Shape.XY, Lanes.class, "equalD"),
    EQUAL_Q(Shape.XY, Lanes.class, "equalQ"),
    GREATER_B(Shape.XY, Lanes.class, "greaterB"),
    GREATER_W(Shape.XY, Lanes.class, "greaterW"),
    GREATER_D(Shape.XY, Lanes.class, "greaterD"),
    GREATER_Q(Shape.XY, Lanes.class, "greaterQ"),
    MIN_B(Shape.XY, Lanes.class, "minB"),
    MIN_W(Shape.XY, Lanes.class, "minW"),
    MIN_D(Shape.XY, Lanes.class, "minD"),
    MAX_B(Shape.XY, Lanes.class, "maxB"),
    MAX_W(Shape.XY, Lanes.class, "maxW"),
    MAX_D(Shape.XY, Lanes.class, "maxD"),
    MIN_UNSIGNED_B(Shape.XY, Lanes.class, "minUnsignedB"),
    MIN_UNSIGNED_W(Shape.XY, Lanes.class, "minUnsignedW"),
    MIN_UNSIGNED_D(Shape.XY, Lanes.class, "minUnsignedD"),
    MAX_UNSIGNED_B(Shape.XY, Lanes.class, "maxUnsignedB"),
    MAX_UNSIGNED_W(Shape.XY, Lanes.class, "maxUnsignedW"),
    MAX_UNSIGNED_D(Shape.XY, Lanes.class, "maxUnsignedD"),
    AVERAGE_B(Shape.XY, Lanes.class, "averageB"),
    AVERAGE_W(Shape.XY, Lanes.class, "averageW"),
    ABS_B(Shape.X, Lanes.class, "absB"),
    ABS_W(Shape.X, Lanes.class, "absW"),
    ABS_D(Shape.X, Lanes.class, "absD"),
    SIGN_B(Shape.XY, Lanes.class, "signB"),
    SIGN_W(Shape.XY, Lanes.class, "signW"),
    SIGN_D(Shape.XY, Lanes.class, "signD"),
    SIGN_BITS_B(Shape.X, Lanes.class, "signBitsB"),
    MULTIPLY_LOW_W(Shape.XY, Products.class, "multiplyLowW"),
    MULTIPLY_HIGH_W(Shape.XY, Products.class, "multiplyHighW"),
    MULTIPLY_HIGH_UNSIGNED_W(Shape.XY, Products.class, "multiplyHighUnsignedW"),
    MULTIPLY_ROUND_W(Shape.XY, Products.class, "multiplyRoundW"),
    MULTIPLY_ADD_W(Shape.XY, Products.class, "multiplyAddW"),
    MULTIPLY_ADD_B(Shape.XY, Products.class, "multiplyAddB"),
    MULTIPLY_LOW_D(Shape.XY, Products.class, "multiplyLowD"),
    MULTIPLY_UNSIGNED_D(Shape.XY, Products.class, "multiplyUnsignedD"),
    MULTIPLY_SIGNED_D(Shape.XY, Products.class, "multiplySignedD"),
    SUM_DIFFERENCES_B(Shape.XY, Products.class, "sumDifferencesB"),
    LEFT_W(Shape.XY, Shifts.class, "leftW"),
    LEFT_D(Shape.XY, Shifts.class, "leftD"),
    LEFT_Q(Shape.XY, Shifts.class, "leftQ"),
    RIGHT_W(Shape.XY, Shifts.class, "rightW"),
    RIGHT_D(Shape.XY, Shifts.class, "rightD"),
    RIGHT_Q(Shape.XY, Shifts.class, "rightQ"),
    RIGHT_SIGNED_W(Shape.XY, Shifts.class, "rightSignedW"),
    RIGHT_SIGNED_D(Shape.XY, Shifts.class, "rightSignedD"),
    PACK_SIGNED_W(Shape.XY, Shuffles.class, "packSignedW"),
    PACK_UNSIGNED_W(Shape.XY, Shuffles.class, "packUnsignedW"),
    PACK_SIGNED_D(Shape.XY, Shuffles.class, "packSignedD"),
    PACK_UNSIGNED_D(Shape.XY, Shuffles.class, "packUnsignedD"),
    INTERLEAVE_LOW_B(Shape.XY, Shuffles.class, "interleaveLowB"),
    INTERLEAVE_HIGH_B(Shape.XY, Shuffles.class, "interleaveHighB"),
    INTERLEAVE_LOW_W(Shape.XY, Shuffles.class, "interleaveLowW"),
    INTERLEAVE_HIGH_W(Shape.XY, Shuffles.class, "interleaveHighW"),
    INTERLEAVE_LOW_D(Shape.XY, Shuffles.class, "interleaveLowD"),
    INTERLEAVE_HIGH_D(Shape.XY, Shuffles.class, "interleaveHighD"),
    SHUFFLE_W(Shape.X_IMMEDIATE, Shuffles.class, "shuffleW"),
    SHUFFLE_D(Shape.XY_IMMEDIATE, Shuffles.class, "shuffleD"),
    SHUFFLE_B(Shape.XY, Shuffles.class, "shuffleB"),
    PAIR_SUMS_W(Shape.XY, Shuffles.class, "pairSumsW"),
    PAIR_SUMS_SATURATE_W(Shape.XY, Shuffles.class, "pairSumsSaturateW"),
    PAIR_SUMS_D(Shape.XY, Shuffles.class, "pairSumsD"),
    PAIR_DIFFERENCES_W(Shape.XY, Shuffles.class, "pairDifferencesW"),
    PAIR_DIFFERENCES_SATURATE_W(Shape.XY, Shuffles.class, "pairDifferencesSaturateW"),
    PAIR_DIFFERENCES_D(Shape.XY, Shuffles.class, "pairDifferencesD"),
    WIDEN_BW(Shape.X, Shuffles.class, "widenBW"),
    WIDEN_UNSIGNED_BW(Shape.X, Shuffles.class, "widenUnsignedBW"),
    WIDEN_BD(Shape.X, Shuffles.class, "widenBD"),
    WIDEN_UNSIGNED_BD(Shape.X, Shuffles.class, "widenUnsignedBD"),
    WIDEN_BQ(Shape.X, Shuffles.class, "widenBQ"),
    WIDEN_UNSIGNED_BQ(Shape.X, Shuffles.class, "widenUnsignedBQ"),
    WIDEN_WD(Shape.X, Shuffles.class, "widenWD"),
    WIDEN_UNSIGNED_WD(Shape.X, Shuffles.class, "widenUnsignedWD"),
    WIDEN_WQ(Shape.X, Shuffles.class, "widenWQ"),
    WIDEN_UNSIGNED_WQ(Shape.X, Shuffles.class, "widenUnsignedWQ"),
    WIDEN_DQ(Shape.X, Shuffles.class, "widenDQ"),
    WIDEN_UNSIGNED_DQ(Shape.X, Shuffles.class, "widenUnsignedDQ"),
    INSERT_B(Shape.XY_IMMEDIATE, Shuffles.class, "insertB"),
    INSERT_D(Shape.XY_IMMEDIATE, Shuffles.class, "insertD"),
    INSERT_W(Shape.XY_IMMEDIATE, Shuffles.class, "insertW"),
    BLEND_W(Shape.XY_IMMEDIATE, Shuffles.class, "blendW");

    /// What a function takes: the half x, the half y, an `int` immediate. All return a half.
    public enum Shape {
        X,
        XY,
        X_IMMEDIATE,
        XY_IMMEDIATE
    }

    private static final LaneOp[] VALUES = values();

    private final Shape shape;
    private final Class<?> owner;
    private final String method;

    LaneOp(Shape shape, Class<?> owner, String method) {
        this.shape = shape;
        this.owner = owner;
        this.method = method;
    }

    public static LaneOp of(int number) {
        return VALUES[number];
    }

    public Shape shape() {
        return shape;
    }

    /// The class that has the function as a public static method called [#method].
    public Class<?> owner() {
        return owner;
    }

    public String method() {
        return method;
    }

    /// Applies function `number`; what its shape does not have is ignored.
    public static long apply(int number, long x, long y, int imm) {
        return switch (VALUES[number]) {
            case ADD_B -> Lanes.addB(x, y);
            case ADD_W -> Lanes.addW(x, y);
            case ADD_D -> Lanes.addD(x, y);
            case SUB_B -> Lanes.subB(x, y);
            case SUB_W -> Lanes.subW(x, y);
            case SUB_D -> Lanes.subD(x, y);
            case ADD_SATURATE_UNSIGNED_B -> Lanes.addSaturateUnsignedB(x, y);
            case ADD_SATURATE_UNSIGNED_W -> Lanes.addSaturateUnsignedW(x, y);
            case SUB_SATURATE_UNSIGNED_B -> Lanes.subSaturateUnsignedB(x, y);
            case SUB_SATURATE_UNSIGNED_W -> Lanes.subSaturateUnsignedW(x, y);
            case ADD_SATURATE_B -> Lanes.addSaturateB(x, y);
            case ADD_SATURATE_W -> Lanes.addSaturateW(x, y);
            case SUB_SATURATE_B -> Lanes.subSaturateB(x, y);
            case SUB_SATURATE_W -> Lanes.subSaturateW(x, y);
            case EQUAL_B -> Lanes.equalB(x, y);
            case EQUAL_W -> Lanes.equalW(x, y);
            case EQUAL_D -> Lanes.equalD(x, y);
            case EQUAL_Q -> Lanes.equalQ(x, y);
            case GREATER_B -> Lanes.greaterB(x, y);
            case GREATER_W -> Lanes.greaterW(x, y);
            case GREATER_D -> Lanes.greaterD(x, y);
            case GREATER_Q -> Lanes.greaterQ(x, y);
            case MIN_B -> Lanes.minB(x, y);
            case MIN_W -> Lanes.minW(x, y);
            case MIN_D -> Lanes.minD(x, y);
            case MAX_B -> Lanes.maxB(x, y);
            case MAX_W -> Lanes.maxW(x, y);
            case MAX_D -> Lanes.maxD(x, y);
            case MIN_UNSIGNED_B -> Lanes.minUnsignedB(x, y);
            case MIN_UNSIGNED_W -> Lanes.minUnsignedW(x, y);
            case MIN_UNSIGNED_D -> Lanes.minUnsignedD(x, y);
            case MAX_UNSIGNED_B -> Lanes.maxUnsignedB(x, y);
            case MAX_UNSIGNED_W -> Lanes.maxUnsignedW(x, y);
            case MAX_UNSIGNED_D -> Lanes.maxUnsignedD(x, y);
            case AVERAGE_B -> Lanes.averageB(x, y);
            case AVERAGE_W -> Lanes.averageW(x, y);
            case ABS_B -> Lanes.absB(x);
            case ABS_W -> Lanes.absW(x);
            case ABS_D -> Lanes.absD(x);
            case SIGN_B -> Lanes.signB(x, y);
            case SIGN_W -> Lanes.signW(x, y);
            case SIGN_D -> Lanes.signD(x, y);
            case SIGN_BITS_B -> Lanes.signBitsB(x);
            case MULTIPLY_LOW_W -> Products.multiplyLowW(x, y);
            case MULTIPLY_HIGH_W -> Products.multiplyHighW(x, y);
            case MULTIPLY_HIGH_UNSIGNED_W -> Products.multiplyHighUnsignedW(x, y);
            case MULTIPLY_ROUND_W -> Products.multiplyRoundW(x, y);
            case MULTIPLY_ADD_W -> Products.multiplyAddW(x, y);
            case MULTIPLY_ADD_B -> Products.multiplyAddB(x, y);
            case MULTIPLY_LOW_D -> Products.multiplyLowD(x, y);
            case MULTIPLY_UNSIGNED_D -> Products.multiplyUnsignedD(x, y);
            case MULTIPLY_SIGNED_D -> Products.multiplySignedD(x, y);
            case SUM_DIFFERENCES_B -> Products.sumDifferencesB(x, y);
            case LEFT_W -> Shifts.leftW(x, y);
            case LEFT_D -> Shifts.leftD(x, y);
            case LEFT_Q -> Shifts.leftQ(x, y);
            case RIGHT_W -> Shifts.rightW(x, y);
            case RIGHT_D -> Shifts.rightD(x, y);
            case RIGHT_Q -> Shifts.rightQ(x, y);
            case RIGHT_SIGNED_W -> Shifts.rightSignedW(x, y);
            case RIGHT_SIGNED_D -> Shifts.rightSignedD(x, y);
            case PACK_SIGNED_W -> Shuffles.packSignedW(x, y);
            case PACK_UNSIGNED_W -> Shuffles.packUnsignedW(x, y);
            case PACK_SIGNED_D -> Shuffles.packSignedD(x, y);
            case PACK_UNSIGNED_D -> Shuffles.packUnsignedD(x, y);
            case INTERLEAVE_LOW_B -> Shuffles.interleaveLowB(x, y);
            case INTERLEAVE_HIGH_B -> Shuffles.interleaveHighB(x, y);
            case INTERLEAVE_LOW_W -> Shuffles.interleaveLowW(x, y);
            case INTERLEAVE_HIGH_W -> Shuffles.interleaveHighW(x, y);
            case INTERLEAVE_LOW_D -> Shuffles.interleaveLowD(x, y);
            case INTERLEAVE_HIGH_D -> Shuffles.interleaveHighD(x, y);
            case SHUFFLE_W -> Shuffles.shuffleW(x, imm);
            case SHUFFLE_D -> Shuffles.shuffleD(x, y, imm);
            case SHUFFLE_B -> Shuffles.shuffleB(x, y);
            case PAIR_SUMS_W -> Shuffles.pairSumsW(x, y);
            case PAIR_SUMS_SATURATE_W -> Shuffles.pairSumsSaturateW(x, y);
            case PAIR_SUMS_D -> Shuffles.pairSumsD(x, y);
            case PAIR_DIFFERENCES_W -> Shuffles.pairDifferencesW(x, y);
            case PAIR_DIFFERENCES_SATURATE_W -> Shuffles.pairDifferencesSaturateW(x, y);
            case PAIR_DIFFERENCES_D -> Shuffles.pairDifferencesD(x, y);
            case WIDEN_BW -> Shuffles.widenBW(x);
            case WIDEN_UNSIGNED_BW -> Shuffles.widenUnsignedBW(x);
            case WIDEN_BD -> Shuffles.widenBD(x);
            case WIDEN_UNSIGNED_BD -> Shuffles.widenUnsignedBD(x);
            case WIDEN_BQ -> Shuffles.widenBQ(x);
            case WIDEN_UNSIGNED_BQ -> Shuffles.widenUnsignedBQ(x);
            case WIDEN_WD -> Shuffles.widenWD(x);
            case WIDEN_UNSIGNED_WD -> Shuffles.widenUnsignedWD(x);
            case WIDEN_WQ -> Shuffles.widenWQ(x);
            case WIDEN_UNSIGNED_WQ -> Shuffles.widenUnsignedWQ(x);
            case WIDEN_DQ -> Shuffles.widenDQ(x);
            case WIDEN_UNSIGNED_DQ -> Shuffles.widenUnsignedDQ(x);
            case INSERT_B -> Shuffles.insertB(x, y, imm);
            case INSERT_D -> Shuffles.insertD(x, y, imm);
            case INSERT_W -> Shuffles.insertW(x, y, imm);
            case BLEND_W -> Shuffles.blendW(x, y, imm);
        };
    }
}
