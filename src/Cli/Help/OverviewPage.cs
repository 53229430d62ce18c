namespace Helios.Cli;

/// <summary>The page of <c>helios --help</c>: the verbs and where to go on.</summary>
internal static class OverviewPage
{
    /// <summary>Writes the page.</summary>
    internal static void Write(TextWriter output)
    {
        output.Write("Runs commands in Linux containers.\n\nUsage: helios VERB [options] ...\n\nVerbs\n");
        foreach (Verb verb in VerbTable.All())
        {
            output.Write($"  {verb.Name,-12}{verb.Description}\n");
        }

        output.Write("""

            Examples
              helios run -- ls -l /            a command in a container on a copy-on-write view of this machine
              helios run -it --memory 64M sh   a shell with a terminal and a memory limit
              helios doctor                    what this machine allows

            'helios VERB --help' tells more about a verb.

            """);
    }
}
