using Helios.Linux;

namespace Helios.Shell;

/// <summary>Containers as commands: <c>container run ...</c> and <c>@name command</c> are the program helios, as a job like any other.</summary>
internal static class ContainerCommands
{
    /// <summary>The names of the containers that a daemon looks after; none where none runs.</summary>
    internal static IReadOnlyList<string> Names(Executor executor)
    {
        CommandList question = Parser.ParseAll(new Lexer("container __complete containers 2>/dev/null </dev/null"));
        int status = executor.State.LastStatus;
        string answer = executor.CaptureText(question);
        executor.State.LastStatus = status;
        return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What the words of a command stand for; null when they are no command about containers.</summary>
    /// <param name="executor">In which environment.</param>
    /// <param name="fields">The words.</param>
    internal static ContainerCommand? Translate(Executor executor, IReadOnlyList<string> fields)
    {
        if (fields[0] == "container")
        {
            return new ContainerCommand(executor.Process, [.. fields.Skip(1)]);
        }

        if (fields[0] is not ['@', _, ..])
        {
            return null;
        }

        // "@web ps": a command in a container that runs. With a terminal on both ends it gets one of its own.
        bool isAtTerminal = IsTerminal(executor.State, 0) && IsTerminal(executor.State, 1);
        return new ContainerCommand(executor.Process, ["exec", isAtTerminal ? "-it" : "-i", fields[0][1..], "--", .. fields.Skip(1)]);
    }

    private static bool IsTerminal(ShellState state, int number) => state.Files.Get(number) is { } file && Terminal.Is(file.Descriptor);
}

/// <summary>One command about containers.</summary>
/// <param name="Process">Which program this is.</param>
/// <param name="Arguments">Those of helios.</param>
internal sealed record ContainerCommand(ShellProcess Process, IReadOnlyList<string> Arguments)
{
    /// <summary>The program: this one when it is helios itself; otherwise the one along PATH.</summary>
    internal string? FindProgram(ShellState state)
        => Process.SelfArguments.Count > 0 ? SubshellProgram.Executable : state.Variables.Get("HELIOS") is { Length: > 0 } chosen ? chosen : state.Lookup.Find(state, "helios");
}
