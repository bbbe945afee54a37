package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/architecture.md says of the house, held to: which package may import which, and who may use what. */
class HouseRulesTest {
    private static final int MAX_LINES = 300;

    private static final String ROOT = "dev.parley";
    private static final String NET = "dev.parley.net";
    private static final String OBSERVE = "dev.parley.observe";
    private static final String PROTOCOL = "dev.parley.protocol";
    private static final String JACKSON = "tools.jackson..";

    private static JavaClasses classes;

    @BeforeAll
    static void importMainClasses() {
        classes = new ClassFileImporter()
                .importUrl(MessageClient.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
    }

    @Test
    void thereAreThesePackagesAndNoOthers() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(type.getPackageName()));

        assertEquals(Set.of(ROOT, NET, OBSERVE, PROTOCOL), packages);
    }

    @ParameterizedTest
    @ValueSource(strings = {NET, PROTOCOL})
    void theLowestPackagesImportNothingOfParley(String lowest) {
        mayImport(lowest).check(classes);
    }

    @Test
    void observeImportsProtocolAlone() {
        mayImport(OBSERVE, PROTOCOL).check(classes);
    }

    @Test
    void theTopPackageImportsWhatIsBelowIt() {
        mayImport(ROOT, NET, OBSERVE, PROTOCOL).check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyWhatOpensChannelsAndTheirLinkUseThem() {
        noClasses()
                .that(not(outermostIs(
                        NET + ".TcpLink", // reads and writes
                        NET + ".EventLoops", // opens one at the start, to close it
                        ROOT + ".Connecting", // opens and connects
                        ROOT + ".Listener"))) // accepts
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(AsynchronousSocketChannel.class, AsynchronousServerSocketChannel.class)
                .check(classes);
    }

    @Test
    void jacksonStaysInProtocol() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PROTOCOL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(JACKSON)
                .check(classes);
    }

    @Test
    void jacksonShowsInOneSignature() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .arePublic()
                .and(describe("public or protected", HouseRulesTest::isVisible))
                .and(not(describe(
                        "JsonCodec.of", method -> method.getFullName().startsWith(PROTOCOL + ".JsonCodec.of("))))
                .should(be(describe("of Jackson's types", HouseRulesTest::showsJackson)))
                .check(classes);
    }

    private static boolean isVisible(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                || method.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean showsJackson(JavaMethod method) {
        return method.getAllInvolvedRawTypes().stream()
                .anyMatch(type -> type.getPackageName().startsWith("tools.jackson"));
    }

    @Test
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
    }

    @Test
    void logsGoThroughSystemLoggerAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.."))
                .check(classes);
    }

    @Test
    void nothingWaitsButAsyncCloseableClose() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(AsyncCloseable.class.getName())
                .should()
                .accessTargetWhere(waits())
                .check(classes);
    }

    private static DescribedPredicate<JavaAccess<?>> waits() {
        return calls(Thread.class, "sleep|join|onSpinWait|yield")
                .or(calls(Object.class, "wait"))
                .or(calls(CountDownLatch.class, "await"))
                .or(calls(Future.class, "get"))
                .or(calls(CompletableFuture.class, "join|get"))
                .as("a wait");
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> type, String names) {
        return target(owner(JavaClass.Predicates.assignableTo(type)))
                .and(target(describe(names, member -> member.getName().matches(names))));
    }

    @Test
    void theProcessIsLeftAlone() {
        noClasses().should().callMethod(System.class, "exit", int.class).check(classes);
        noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(classes);
        noClasses()
                .should()
                .accessTargetWhere(calls(Runtime.class, "exit|halt"))
                .check(classes);
    }

    @Test
    void eachPackageSaysThatItHasNoNulls() {
        Set<String> marked = new TreeSet<>();
        classes.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(CanBeAnnotated.Predicates.annotatedWith(NullMarked.class))
                .forEach(type -> marked.add(type.getPackageName()));

        // JSpecify's annotations are kept in class files.
        assertEquals(Set.of(ROOT, NET, OBSERVE, PROTOCOL), marked);
    }

    @Test
    void noFileIsLongerThanThreeHundredLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Sources.paths()) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                tooLong.add(file.getFileName() + " has " + lines + " lines");
            }
        }

        assertEquals(List.of(), tooLong);
    }

    @Test
    void eachFileHasOneTypeOfItsName() throws IOException {
        assertEquals(List.of(), Sources.main().filesOfSeveralTypes());
    }

    @ParameterizedTest
    @ValueSource(strings = {ROOT, OBSERVE, PROTOCOL, NET})
    void whatIsPublicIsDocumented(String packageName) throws IOException {
        assertEquals(List.of(), Sources.main().undocumented(packageName));
    }

    /** A package may import itself, those named, and what is not of Parley. */
    private static ArchRule mayImport(String importing, String... allowed) {
        DescribedPredicate<JavaClass> ofParley = resideInAPackage(ROOT + "..");
        List<String> all = new ArrayList<>(List.of(allowed));
        all.add(importing);
        return noClasses()
                .that()
                .resideInAPackage(importing)
                .should()
                .dependOnClassesThat(ofParley.and(not(resideInAnyPackage(all.toArray(String[]::new)))));
    }

    private static DescribedPredicate<JavaClass> outermostIs(String... names) {
        Set<String> allowed = Set.of(names);
        return describe("in " + allowed, type -> allowed.contains(type.getName().replaceAll("\\$.*", "")));
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package of Parley";
        }
    }
}
