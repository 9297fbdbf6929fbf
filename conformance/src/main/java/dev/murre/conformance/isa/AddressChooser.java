package dev.murre.conformance.isa;

import org.jspecify.annotations.Nullable;

/// Finds a way to address a target with the registers whose values are known.
final class AddressChooser {
    private static final int[] IGNORED_SEGMENTS = {0x26, 0x36, 0x3e, 0x2e};
    private static final int FS = 0x64;
    private static final int GS = 0x65;

    private final CaseBuilder builder;
    private final Random64 random;

    AddressChooser(CaseBuilder builder) {
        this.builder = builder;
        random = builder.random;
    }

    Address choose(int bytes, Form.Alignment alignment) {
        long target = Targets.choose(random, bytes, alignment);
        int segment = 0;
        long linear = target;
        int kind = random.below(16);
        if (builder.isLong() && kind < 2) {
            segment = kind == 0 ? FS : GS;
            linear -= kind == 0 ? builder.state.fsBase : builder.state.gsBase;
        } else if (kind == 2) {
            segment = IGNORED_SEGMENTS[random.below(builder.isLong() ? 4 : 3)];
        }
        boolean narrow =
                builder.isLong() && segment != FS && segment != GS && random.below(20) == 0;
        Address.Size size = narrow ? Address.Size.OTHER : Address.Size.NATIVE;
        for (int attempt = 0; attempt < 12; attempt++) {
            Address found = attempt(segment, linear, size, target);
            if (found != null) {
                return found;
            }
        }
        return fallback(segment, linear, size, target);
    }

    private @Nullable Address attempt(int segment, long linear, Address.Size size, long target) {
        int base = random.below(builder.registers());
        if (!builder.isKnown(base)) {
            return null;
        }
        long sum = builder.value(base);
        int index = -1;
        int scale = 0;
        if (random.below(3) == 0) {
            index = random.below(builder.registers());
            scale = random.below(4);
            if (index == CpuState.RSP || !builder.isKnown(index)) {
                return null;
            }
            sum += builder.value(index) << scale;
        }
        long displacement = linear - sum;
        if (size == Address.Size.OTHER || !builder.isLong()) {
            displacement = displacement << 32 >> 32;
        }
        if (displacement != (int) displacement) {
            return null;
        }
        return new Address(
                Address.Kind.REGISTERS,
                segment,
                base,
                index,
                scale,
                (int) displacement,
                size,
                target);
    }

    private Address fallback(int segment, long linear, Address.Size size, long target) {
        boolean plain = segment != FS && segment != GS;
        if (builder.isLong() && plain && random.coin()) {
            return new Address(Address.Kind.RIP, segment, -1, -1, 0, (int) linear, size, target);
        }
        return new Address(Address.Kind.REGISTERS, segment, -1, -1, 0, (int) linear, size, target);
    }
}
