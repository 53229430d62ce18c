using System.Runtime.InteropServices;
using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>The terminal that helios was started on, if it was.</summary>
internal static class HostTerminal
{
    private static readonly TerminalSize s_unknown = new(80, 24);

    /// <summary>Whether standard output is a terminal.</summary>
    internal static bool IsOutput()
    {
        using FileFd output = FileFd.Borrow(1);
        return Terminal.Is(output);
    }

    /// <summary>Whether the user lets programs use colours. See no-color.org.</summary>
    internal static bool AllowsColours() => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whether standard output is a terminal, and colours are wanted there.</summary>
    internal static bool ShowsColours() => AllowsColours() && IsOutput();

    /// <summary>A line of standard input; null at its end. <see cref="Console.In"/> is not used: it sets up the terminal, and keeps what it read too much.</summary>
    internal static string? ReadLine()
    {
        using FileFd input = FileFd.Borrow(0);
        List<byte> line = [];
        Span<byte> one = stackalloc byte[1];
        while (DescriptorIo.Read(input, one) > 0)
        {
            if (one[0] == (byte)'\n')
            {
                return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(line));
            }

            line.Add(one[0]);
        }

        return line.Count > 0 ? Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(line)) : null;
    }

    /// <summary>Its size; 80 by 24 where there is no terminal, or one that does not know.</summary>
    internal static TerminalSize Size()
    {
        // Output first: it is what gets drawn on.
        foreach (int number in new[] { 1, 0, 2 })
        {
            using FileFd fd = FileFd.Borrow(number);
            if (Terminal.Is(fd) && Terminal.GetWindowSize(fd) is { Columns: > 0, Rows: > 0 } size)
            {
                return new TerminalSize(size.Columns, size.Rows);
            }
        }

        return s_unknown;
    }
}
