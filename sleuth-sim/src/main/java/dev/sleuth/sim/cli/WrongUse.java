package dev.sleuth.sim.cli;

import dev.sleuth.sim.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with a command line, and where its help is. */
public final class WrongUse {
    /** What picocli puts before the reason why a value does not fit. */
    private static final Pattern INVALID = Pattern.compile("Invalid value for (option|positional parameter)[^:]*: ");

    private WrongUse() {}

    /**
     * Runs what was asked for, help too, but only if each word is known: picocli would give help to whoever asks for it
     * with a mistyped option beside it, as if nothing were wrong.
     */
    public static int refuseOrRun(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            List<String> unmatched = command.getUnmatchedArguments();
            if (!unmatched.isEmpty() && !command.isUnmatchedArgumentsAllowed()) {
                throw new UnmatchedArgumentException(command, unmatched);
            }
        }
        return new RunLast().execute(parsed);
    }

    /** The sentence; {@code args} are all words that {@code e}'s command was given. */
    public static String sentence(ParameterException e, String... args) {
        return Texts.oneLine(what(e, args)) + hint(e.getCommandLine());
    }

    private static String hint(CommandLine command) {
        return " (see ./" + command.getCommandSpec().qualifiedName() + " --help)";
    }

    /** The sentence if the first word is no command; null if it is one, or an option. */
    static @Nullable String mistypedCommand(CommandLine all, String... args) {
        if (args.length == 0 || args[0].startsWith("-") || all.getSubcommands().containsKey(args[0])) {
            return null;
        }
        return noCommand(all, args[0]) + hint(all);
    }

    static String noCommand(CommandLine all, String word) {
        return "there is no command '" + word + "': "
                + Nearest.hint(word, all.getSubcommands().keySet());
    }

    private static @Nullable String what(ParameterException e, String... args) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        // Looked for first: what stands behind a mistyped option looks like something else that is wrong.
        String mistyped = mistypedOption(spec, args);
        if (mistyped != null) {
            return mistyped;
        } else if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            return spec.subcommands().isEmpty()
                    ? "'" + word + "' is one word too many"
                    : noCommand(e.getCommandLine(), word);
        } else if (e instanceof MissingParameterException missing) {
            return missing(missing);
        } else if (e instanceof OverwrittenOptionException twice) {
            return ((OptionSpec) twice.getOverwritten()).longestName() + " is given twice";
        } else if (e instanceof MutuallyExclusiveArgsException) {
            return "of these only one can be given: " + rivals(spec, args);
        }
        ArgSpec about = e.getArgSpec();
        if (about instanceof OptionSpec option && option.arity().max() == 0) {
            return name(about) + " takes no value";
        }
        String why = INVALID.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        return about == null ? e.getMessage() : name(about) + ": " + why;
    }

    private static String missing(MissingParameterException e) {
        if (e.getMissing().size() > 1 && e.getMissing().stream().allMatch(ArgSpec::isOption)) {
            return "one of these is needed: "
                    + e.getMissing().stream().map(WrongUse::name).collect(Collectors.joining(", "));
        }
        return e.getMissing().stream()
                .map(missing -> missing.isOption()
                        ? name(missing) + " needs its value, " + missing.paramLabel()
                        : missing.paramLabel() + " is missing")
                .collect(Collectors.joining(", "));
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    /** Null if there is none. */
    private static @Nullable String mistypedOption(CommandSpec spec, String... args) {
        for (String word : args) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (name.equals("--")) {
                return null;
            } else if (looksLikeOption(name) && !knows(spec, name)) {
                return noOption(spec, name);
            }
        }
        return null;
    }

    private static String noOption(CommandSpec spec, String name) {
        for (CommandLine command : spec.subcommands().values()) {
            if (knows(command.getCommandSpec(), name)) {
                return name + " belongs behind the command, as in ./"
                        + command.getCommandSpec().qualifiedName() + " " + name;
            }
        }
        List<String> known =
                spec.options().stream().map(OptionSpec::longestName).toList();
        return "there is no option " + name + ": " + Nearest.hint(name, known);
    }

    /** Negative numbers do not. */
    private static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
    }

    /** {@code -dhello} is -d with its value. */
    private static boolean knows(CommandSpec spec, String name) {
        return spec.optionsMap().containsKey(name)
                || (!name.startsWith("--") && spec.optionsMap().containsKey(name.substring(0, 2)));
    }

    /** Those that were given and of which only one can be. */
    private static String rivals(CommandSpec spec, String... args) {
        return Arrays.stream(args)
                .filter(word -> spec.optionsMap().containsKey(word)
                        && spec.optionsMap().get(word).group() != null)
                .collect(Collectors.joining(", "));
    }
}
