using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>Finds the program of a specification in the container's root while the payload is still held.</summary>
internal static class PayloadProgram
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The path to execute, as execvp(3) would choose it by the container's own PATH; the last one tried when there is none.</summary>
    internal static string Find(string root, ContainerSpec spec)
    {
        string program = spec.Command[0];
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return program;
        }

        string path = spec.Environment.LastOrDefault(static variable => variable.Key == "PATH").Value ?? DefaultPath;
        using FileFd directory = FileFd.Open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        string candidate = program;
        foreach (string folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            candidate = $"{folder.TrimEnd('/')}/{program}";
            using FileFd? file = RootedFile.TryOpen(directory, candidate.TrimStart('/'), OpenFlags.O_PATH);
            if (file is not null)
            {
                return candidate;
            }
        }

        return candidate;
    }
}
