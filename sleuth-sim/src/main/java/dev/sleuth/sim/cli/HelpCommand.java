package dev.sleuth.sim.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sleuth help run}: the same as {@code sleuth run --help}. */
@Command(
        name = "help",
        description = "Tells how a command is used: the same as COMMAND --help.",
        customSynopsis = "./sleuth help [COMMAND]",
        descriptionHeading = "%n",
        parameterListHeading = "%n")
final class HelpCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            hideParamSyntax = true,
            description = "The command, such as run.")
    private @Nullable String command;

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        CommandLine all = spec.commandLine().getParent();
        (command == null ? all : named(all, command)).usage(terminal.out(), terminal.scheme());
    }

    private static CommandLine named(CommandLine all, String name) {
        CommandLine named = all.getSubcommands().get(name);
        if (named == null) {
            throw new ParameterException(all, WrongUse.noCommand(all, name));
        }
        return named;
    }
}
