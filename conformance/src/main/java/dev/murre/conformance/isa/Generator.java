package dev.murre.conformance.isa;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Makes cases: the same seed and number always give the same case.
final class Generator {
    /// Families made by code here; the others are rows of the tables.
    static final String CONTROL = "control";

    static final String RANDOM_BYTES = "random";

    private static final int ATTEMPTS = 100;

    private final long seed;
    private final MemoryTemplate template;
    private final Form[][] families;
    private final boolean control;
    private final boolean randomBytes;
    private final List<IsaCase.Mode> modes;

    /// @param chosen the families and mnemonics to draw from; empty for all
    Generator(long seed, Set<String> chosen, List<IsaCase.Mode> modes) {
        this.seed = seed;
        this.modes = List.copyOf(modes);
        template = new MemoryTemplate(seed);
        control = chosen.isEmpty() || chosen.contains(CONTROL);
        randomBytes = chosen.contains(RANDOM_BYTES);
        List<Form> forms = FormTable.load();
        List<Form> wanted =
                forms.stream()
                        .filter(
                                f ->
                                        chosen.isEmpty()
                                                ? !isOptional(f.family())
                                                : isChosen(f, chosen))
                        .toList();
        families =
                wanted.stream()
                        .map(Form::family)
                        .distinct()
                        .map(name -> wanted.stream().filter(f -> f.family().equals(name)))
                        .map(family -> family.toArray(Form[]::new))
                        .toArray(Form[][]::new);
        if (families.length == 0 && !control && !randomBytes) {
            throw new IllegalArgumentException("no such family: " + chosen);
        }
    }

    /// Results that differ between makes of processor are only compared when asked for.
    private static boolean isOptional(String family) {
        return family.equals("approx") || family.equals("transcendental");
    }

    private static boolean isChosen(Form form, Set<String> chosen) {
        return chosen.contains(form.family()) || chosen.contains(form.name());
    }

    static List<String> families() {
        List<String> names =
                new java.util.ArrayList<>(
                        FormTable.load().stream().map(Form::family).distinct().toList());
        names.addAll(List.of(CONTROL, RANDOM_BYTES));
        return names;
    }

    MemoryTemplate template() {
        return template;
    }

    IsaCase generate(long number) {
        Random64 random = Random64.ofCase(seed, number);
        IsaCase.Mode mode = modes.get(random.below(modes.size()));
        CaseBuilder builder = new CaseBuilder(random, mode, template);
        if (randomBytes && families.length == 0 && !control) {
            return RandomCode.generate(builder, number);
        }
        int length = Math.min(random.between(1, 16), random.between(1, 16));
        Form[] favourite = families.length == 0 ? new Form[0] : pickFamily(random);
        for (int i = 0; i < ATTEMPTS && builder.instructions() < length; i++) {
            if (builder.isComplete()) {
                break;
            }
            step(builder, favourite);
        }
        return builder.build(number);
    }

    private Form[] pickFamily(Random64 random) {
        return families[random.below(families.length)];
    }

    private void step(CaseBuilder builder, Form[] favourite) {
        Random64 random = builder.random;
        if (favourite.length == 0 || control && random.below(14) == 0) {
            ControlForms.add(builder);
            return;
        }
        Form[] family = random.below(4) == 0 ? pickFamily(random) : favourite;
        Form form = family[random.below(family.length)];
        if (form.has("rare") && random.below(10) != 0 || !form.fits(builder.mode)) {
            return;
        }
        Setup.prepare(builder, form);
        Encoder encoder = new Encoder(builder, form);
        Instruction instruction = encoder.encode();
        if (instruction != null && builder.add(instruction)) {
            builder.forget(encoder.writtenRegisters());
            if (form.has("approx")) {
                builder.finish();
            }
        }
    }

    @Override
    public String toString() {
        return "seed "
                + seed
                + ", "
                + Arrays.stream(families).mapToInt(f -> f.length).sum()
                + " forms";
    }
}
