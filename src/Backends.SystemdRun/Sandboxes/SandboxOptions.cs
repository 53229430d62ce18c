using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Sandboxes;

/// <summary>The options of <c>helios sandbox</c>: rustainer's command line, strictly read.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where the sandbox's files are to be seen while it runs; it must not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>The processors it may use; null is all of them.</summary>
    public CpuSet? Processors { get; init; }

    /// <summary>Its memory ceiling; null is none.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="directory">Of <c>-d</c>; null is <c>container</c> in the working directory.</param>
    /// <param name="processors">Of <c>-c</c>, such as <c>1,2</c>.</param>
    /// <param name="memory">Of <c>-m</c>, such as <c>512M</c>.</param>
    /// <param name="workingDirectory">What a relative directory is relative to.</param>
    /// <exception cref="FormatException">A text that is not what its option takes; the message names the option.</exception>
    public static SandboxOptions Parse(string? directory, string? processors, string? memory, string workingDirectory)
        => new()
        {
            Directory = Path.GetFullPath(directory ?? "container", workingDirectory),
            Processors = Read("-c", processors, CpuSet.Parse),
            Memory = memory is null ? null : Read("-m", memory, static text => (object)ByteSize.Parse(text)) as ByteSize?,
        };

    /// <summary>The settings as they are printed before the shell starts.</summary>
    public override string ToString()
        => $"directory:  {Directory}\nprocessors: {Processors?.ToString() ?? "all"}\nmemory:     {Memory?.ToString() ?? "no limit"}\n";

    private static T? Read<T>(string option, string? text, Func<string, T> parse)
        where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (FormatException failure)
        {
            throw new FormatException($"{option}: {failure.Message}", failure);
        }
    }
}
