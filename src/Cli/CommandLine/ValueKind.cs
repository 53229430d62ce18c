namespace Helios.Cli;

/// <summary>What the value of an option is, for completion and help.</summary>
internal enum ValueKind
{
    /// <summary>No value: the option is a switch, or <c>=true</c> and <c>=false</c>.</summary>
    Switch,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A path of a file.</summary>
    File,

    /// <summary>A path of a directory.</summary>
    Directory,
}
