using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Helios.Contracts;

/// <summary>The standard streams a process gets. The backend duplicates them and never closes the caller's; null is <c>/dev/null</c>.</summary>
/// <remarks>With a terminal all three are the container's own pseudo terminal and these are not used.</remarks>
public sealed record ContainerIo
{
    /// <summary>Nothing connected.</summary>
    public static ContainerIo Nothing { get; } = new();

    /// <summary>Standard input.</summary>
    public SafeFileHandle? Input { get; init; }

    /// <summary>Standard output.</summary>
    public SafeFileHandle? Output { get; init; }

    /// <summary>Standard error.</summary>
    public SafeFileHandle? Error { get; init; }

    /// <summary>The size a terminal begins with; a terminal is never 0 by 0.</summary>
    public TerminalSize Size { get; init; } = new(80, 24);

    /// <summary>Further descriptors the process finds at 3, 4, 5 …, as systemd's socket activation numbers them.</summary>
    public IReadOnlyList<SafeHandle> Extra { get; init; } = [];
}
