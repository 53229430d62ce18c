namespace Helios.Allocator;

/// <summary>Takes the records that a ring is about to overwrite.</summary>
public interface ILogSpill
{
    /// <summary>Keeps a record. False when it cannot, for example because the disk is full: the record is then counted as dropped.</summary>
    /// <remarks>Called by the writer's thread; must not throw for foreseeable failures. The record's bytes are valid during the call only.</remarks>
    bool TryKeep(in LogRecord record);
}
