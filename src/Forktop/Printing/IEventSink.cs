namespace Helios.Forktop;

/// <summary>Somewhere that events go after the model has taken them in.</summary>
internal interface IEventSink
{
    /// <summary>Writes one.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="applied">What it meant for the tree.</param>
    void Write(TraceEvent happened, in Applied applied);

    /// <summary>Passes on what is buffered.</summary>
    void Flush();
}
