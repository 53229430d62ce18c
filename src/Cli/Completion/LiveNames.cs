namespace Helios.Cli;

/// <summary>Names that only the running daemon knows.</summary>
internal enum LiveNames
{
    /// <summary>Nothing of the kind.</summary>
    None,

    /// <summary>Containers.</summary>
    Containers,

    /// <summary>Containers, groups, and the fleet file's keys of replicated containers.</summary>
    Members,

    /// <summary>The fleet file's keys of replicated containers, each with the equals sign that <c>scale</c> wants.</summary>
    Keys,

    /// <summary>Containers, each with the colon before a path.</summary>
    Places,

    /// <summary>The sessions of the container that is named on the line.</summary>
    Sessions,
}
