package dev.murre.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Which module may use which, and the order of the kernel's packages. A package that does not
/// exist yet breaks no rule.
class ArchitectureTest {
    private static final JavaClasses MURRE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.murre");

    private static final Map<String, List<String>> MODULE_MAY_USE =
            Map.of(
                    "abi", List.of(),
                    "trace", List.of("abi"),
                    "machine", List.of(),
                    "arch", List.of("machine", "abi"),
                    "kernel", List.of("arch", "machine", "trace", "abi"),
                    "runtime", List.of("kernel", "arch", "machine", "trace", "abi"),
                    "cli", List.of("runtime", "trace", "abi"));

    /// Each row may use the rows above it and itself, and no row below it. A package that stands
    /// in no row is free until it is given one.
    private static final List<List<String>> KERNEL_ORDER =
            List.of(
                    List.of("base"),
                    List.of("mm"),
                    List.of("fs"),
                    List.of("pipe", "event", "net", "ipc", "tty"),
                    List.of("task", "sched", "signal", "futex", "ptrace", "exec", "coredump"),
                    List.of("syscalls"),
                    List.of("proc", "strace", "init", "explain", "debug"));

    @TestFactory
    Stream<DynamicTest> modulesUseOnlyWhatTheyMay() {
        var every = MODULE_MAY_USE.keySet();
        return new TreeMap<>(MODULE_MAY_USE)
                .entrySet().stream()
                        .map(
                                entry -> {
                                    var module = entry.getKey();
                                    var forbidden =
                                            every.stream()
                                                    .filter(other -> !other.equals(module))
                                                    .filter(o -> !entry.getValue().contains(o))
                                                    .map(other -> "dev.murre." + other + "..")
                                                    .toArray(String[]::new);
                                    return rule("dev.murre." + module + "..", forbidden);
                                });
    }

    @TestFactory
    Stream<DynamicTest> kernelPackagesUseOnlyWhatIsBelowThem() {
        var rules = new ArrayList<DynamicTest>();
        for (int row = 0; row < KERNEL_ORDER.size() - 1; row++) {
            var above =
                    KERNEL_ORDER.subList(row + 1, KERNEL_ORDER.size()).stream()
                            .flatMap(List::stream)
                            .map(name -> "dev.murre.kernel." + name + "..")
                            .toArray(String[]::new);
            for (var name : KERNEL_ORDER.get(row)) {
                rules.add(rule("dev.murre.kernel." + name + "..", above));
            }
        }
        return rules.stream();
    }

    private static DynamicTest rule(String where, String... forbidden) {
        return DynamicTest.dynamicTest(
                where,
                () ->
                        noClasses()
                                .that()
                                .resideInAPackage(where)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbidden)
                                .allowEmptyShould(true)
                                .check(MURRE));
    }
}
