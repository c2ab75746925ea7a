"""Why a file does not become a clip: one code and one clear sentence each."""

from __future__ import annotations

from vitrina.kernel.errors import Refusal


class VideoUnreadable(Refusal):
    code = "video_unreadable"
    status = 422
    en = "This file cannot be read as a video. Export it again as MP4 and try once more."
    es = "Este archivo no se puede leer como video. Expórtalo de nuevo como MP4 e inténtalo otra vez."


class VideoTruncated(Refusal):
    code = "video_truncated"
    status = 422
    en = "A part of this video is missing. Send the whole file again."
    es = "Falta una parte de este video. Envía de nuevo el archivo completo."


class VideoWithoutPicture(Refusal):
    code = "video_without_picture"
    status = 422
    en = "This file has no moving picture. Choose a video."
    es = "Este archivo no tiene imagen en movimiento. Elige un video."


class VideoTooLong(Refusal):
    code = "video_too_long"
    status = 422
    en = "This video is longer than {seconds_max} seconds. Shorten it and try again."
    es = "Este video dura más de {seconds_max} segundos. Acórtalo e inténtalo de nuevo."


class VideoTooLarge(Refusal):
    code = "video_too_large"
    status = 413
    en = "This file is larger than {megabytes_max} MB. Make it smaller and try again."
    es = "Este archivo pesa más de {megabytes_max} MB. Hazlo más pequeño e inténtalo de nuevo."


class VideoPictureTooLarge(Refusal):
    code = "video_picture_too_large"
    status = 422
    en = "The picture of this video is larger than 4096 × 2160. Export it in 1080p and try again."
    es = "La imagen de este video supera 4096 × 2160. Expórtalo en 1080p e inténtalo de nuevo."


class VideoPictureTooSmall(Refusal):
    code = "video_picture_too_small"
    status = 422
    en = "The picture of this video is smaller than {pixels_min} pixels. Choose a larger one."
    es = "La imagen de este video mide menos de {pixels_min} píxeles. Elige uno más grande."


class VideoCodecUnsupported(Refusal):
    code = "video_codec_unsupported"
    status = 422
    en = "Videos of the kind {codec} are not supported. Export it as MP4 with H.264 and try again."
    es = "No admitimos videos del tipo {codec}. Expórtalo como MP4 con H.264 e inténtalo de nuevo."


class VideoTooManyStreams(Refusal):
    code = "video_too_many_streams"
    status = 422
    en = "This file holds more than {streams_max} tracks. Export it with one picture and one sound."
    es = "Este archivo tiene más de {streams_max} pistas. Expórtalo con una imagen y un sonido."


class VideoFpsTooHigh(Refusal):
    code = "video_fps_too_high"
    status = 422
    en = "This video has more than {fps_max} pictures a second. Export it with 30 or 60."
    es = "Este video tiene más de {fps_max} cuadros por segundo. Expórtalo con 30 o 60."


class VideoTookTooLong(Refusal):
    code = "video_took_too_long"
    status = 422
    en = "This video needs too much work to prepare. Export it in 1080p with H.264 and try again."
    es = "Preparar este video exige demasiado trabajo. Expórtalo en 1080p con H.264 e inténtalo de nuevo."


class PicturesCount(Refusal):
    code = "pictures_count"
    status = 422
    en = "Choose 1 to {pictures_max} pictures for a clip."
    es = "Elige de 1 a {pictures_max} imágenes para un clip."


class PicturesUnusable(Refusal):
    code = "pictures_unusable"
    status = 422
    en = "This picture cannot be used for a clip: {reason}. Choose a JPEG, PNG or WebP photo."
    es = "Esta imagen no sirve para un clip: {reason}. Elige una foto JPEG, PNG o WebP."


class VideoInterrupted(Refusal):
    code = "video_interrupted"
    status = 409
    en = "Preparing this video was interrupted. Send it again."
    es = "La preparación de este video se interrumpió. Envíalo de nuevo."


class VideoInProgress(Refusal):
    code = "video_in_progress"
    status = 409
    en = "This video is being prepared already. Wait a moment."
    es = "Este video ya se está preparando. Espera un momento."


class VideoRemoved(Refusal):
    code = "video_removed"
    status = 409
    en = "This video was removed and cannot be sent again."
    es = "Este video se retiró y no se puede volver a enviar."


class TagTimesWrong(Refusal):
    code = "tag_times_wrong"
    status = 422
    en = "A tag starts before it ends, inside the video ({duration_ms} ms)."
    es = "Una etiqueta empieza antes de terminar, dentro del video ({duration_ms} ms)."


class TagsFull(Refusal):
    code = "tags_full"
    status = 409
    en = "A video takes up to {tags_max} products. Remove one first."
    es = "Un video admite hasta {tags_max} productos. Quita uno primero."


class TagsCrowded(Refusal):
    code = "tags_crowded"
    status = 409
    en = "Up to {visible_max} products show at the same time. Choose other seconds."
    es = "Se muestran hasta {visible_max} productos a la vez. Elige otros segundos."


class VideoNotReady(Refusal):
    code = "video_not_ready"
    status = 409
    en = "This video is still being prepared. Wait a moment."
    es = "Este video todavía se está preparando. Espera un momento."


class VideoGone(Refusal):
    code = "video_gone"
    status = 410
    en = "This video is not shown any more."
    es = "Este video ya no se muestra."


class VideoTakenDown(Refusal):
    code = "video_taken_down"
    status = 409
    en = "This video was taken down. You can appeal; it cannot be changed meanwhile."
    es = "Este video se retiró. Puedes apelar; mientras tanto no se puede cambiar."


class VideoPublished(Refusal):
    code = "video_published"
    status = 409
    en = "A published video keeps its cut. You can change everything else."
    es = "Un video publicado conserva su corte. Puedes cambiar todo lo demás."


class TrimWrong(Refusal):
    code = "trim_wrong"
    status = 422
    en = "Keep at least one second inside the video ({duration_ms} ms)."
    es = "Deja al menos un segundo dentro del video ({duration_ms} ms)."


class DateWrong(Refusal):
    code = "date_wrong"
    status = 422
    en = "Choose a time from now on, within {days_max} days."
    es = "Elige un momento a partir de ahora, dentro de {days_max} días."


class CaptionsUnreadable(Refusal):
    code = "captions_unreadable"
    status = 422
    en = "Line {line} is not captions we can read. Send a WebVTT or SRT file."
    es = "La línea {line} no son subtítulos que podamos leer. Envía un archivo WebVTT o SRT."


class CaptionsTooMany(Refusal):
    code = "captions_too_many"
    status = 422
    en = "This file is too long for captions: up to {cues_max} lines, {kilobytes_max} kB."
    es = "Este archivo es demasiado largo para subtítulos: hasta {cues_max} líneas, {kilobytes_max} kB."
